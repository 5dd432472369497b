"""A Python without the project's packages is told in one line, before anything else happens."""

import os
import subprocess
import sys

import pytest

from tools.cli import ROOT

COMMANDS = [
    ("offline", "preview", "--stack", "dev"),
    ("offline", "demo"),
    ("offline", "stack", "output"),
    ("tools.generate",),
    ("benchmarks",),
]


def run_bare(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a module with nothing installed: `-S` leaves out what pip put there."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-S", "-m", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS, ids=[" ".join(c) for c in COMMANDS])
def test_python_without_the_packages_names_the_one_that_has_them(command):
    shown = run_bare(*command)
    _, _, said = shown.stderr.partition(": ")
    assert said == (
        f"this Python ({sys.executable}) lacks the project's packages, such as grpc: "
        f"use {ROOT / '.venv' / 'bin' / 'python'}, which `make setup` makes\n"
    )
    assert (shown.returncode != 0, shown.stdout) == (True, "")


def test_the_offline_command_explains_itself_without_packages():
    assert run_bare("offline", "--help").stdout.startswith("Pulumi without an AWS account.")
