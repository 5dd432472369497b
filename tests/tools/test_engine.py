"""The real CLI with our language host: a small program, a preview, and an end in the middle."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools import cli
from tools.bootstrap import host

pytestmark = pytest.mark.engine

PROJECT = "name: small\nruntime: {name: python, options: {virtualenv: venv}}\n"

PROGRAM = """
import os, pathlib, sys, time
import pulumi

pulumi.ComponentResource("test:index:Thing", "thing")
pulumi.export("greeting", pulumi.Config().require("greeting"))
pulumi.export("path", sys.path)
if note := os.environ.get("NOTE"):
    pathlib.Path(note).write_text(str(os.getpid()))
    time.sleep(600)
"""


class Project:
    """A stack of a small program, with file state, and our language host on PATH."""

    def __init__(self, folder: Path, bin_folder: Path) -> None:
        self.folder = folder
        (folder / "state").mkdir(parents=True)
        (folder / "Pulumi.yaml").write_text(PROJECT)
        (folder / "__main__.py").write_text(PROGRAM)
        (folder / "venv").symlink_to(bin_folder.parent)
        self.environment = {
            "PATH": f"{bin_folder}:{os.environ['PATH']}",
            "HOME": str(folder),
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_BACKEND_URL": f"file://{folder}/state",
            "PULUMI_CONFIG_PASSPHRASE": "",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            # Nothing is to be fetched for the AWS SDK, which is installed but not used here.
            "PULUMI_DEBUG_PROVIDERS": "aws:1",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        }
        self.run("stack", "init", "dev")
        self.run("config", "set", "greeting", "hello")

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [cli.locate(), *arguments, "--non-interactive"],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str) -> str:
        with self.start(*arguments) as process:
            said, _ = process.communicate()
        assert process.returncode == 0, said
        return said


@pytest.fixture
def project(executable, tmp_path: Path) -> Project:
    bin_folder = executable("check out/.venv/bin/python", f'exec "{sys.executable}" "$@"').parent
    (tmp_path / "check out" / "tools").symlink_to(cli.ROOT / "tools")
    runner = shutil.which(host.RUNNER, path=f"{cli.BIN}:{cli.locate().parent}")
    assert runner is not None, "set-up brings the runner with the CLI or for our host"
    host.install(bin_folder, None, Path(runner))
    return Project(tmp_path / "a project", bin_folder)


def test_preview_runs_the_program(project):
    said = project.run("preview", "-s", "dev")
    assert "test:index:Thing thing create" in said
    assert 'greeting: "hello"' in said


def test_programs_do_not_import_from_the_checkout_of_the_host(project, tmp_path):
    said = project.run("preview", "-s", "dev")
    assert 'site-packages"' in said
    assert f'"{tmp_path / "check out"}"' not in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_of_an_ended_preview(project, tmp_path, eventually, alive, number):
    note = tmp_path / "program"
    with project.start("preview", "-s", "dev", NOTE=str(note)) as process:
        eventually(lambda: note.exists() and note.read_text(), "the program runs")
        family = descendants(process.pid)
        assert int(note.read_text()) in family
        process.send_signal(number)
        process.communicate()
    eventually(lambda: not any(alive(pid) for pid in family), "host, guard and program are gone")


def descendants(pid: int) -> list[int]:
    """The processes that `pid` started, and those that they started."""
    shown = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in shown.stdout.splitlines()]
    found = [pid]
    for parent in found:
        found += [child for child, its_parent in pairs if its_parent == parent]
    return found[1:]
