"""Where the rest of the project finds the Pulumi CLI."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import cli
from tools.cli import File, Record
from tools.errors import SetupError


@pytest.fixture
def checkout(tmp_path, executable, monkeypatch) -> Path:
    """A checkout that set-up has given the CLI `tmp_path/opt/pulumi`."""
    pulumi = executable("opt/pulumi", "exit 0")
    venv = tmp_path / "check out" / ".venv"
    (venv / "bin").mkdir(parents=True)
    monkeypatch.setattr(cli, "BIN", venv / "bin")
    Record("3.1.0", File.at(pulumi), None, None).write(venv)
    return tmp_path / "check out"


def test_located_cli_is_the_chosen_one(checkout, tmp_path):
    assert cli.locate() == tmp_path / "opt" / "pulumi"


def delete(pulumi: Path) -> None:
    pulumi.unlink()


def replace(pulumi: Path) -> None:
    pulumi.write_text("another one")


@pytest.mark.parametrize("change", [delete, replace])
def test_cli_that_is_no_longer_the_chosen_one_asks_for_set_up(checkout, tmp_path, change):
    change(tmp_path / "opt" / "pulumi")
    with pytest.raises(SetupError, match="the Pulumi CLI is not set up here: run `make setup`"):
        cli.locate()


RECORDS = [
    "",
    "{",
    "{}",
    "[]",
    '{"cli": null, "on_path": null, "host": null}',
    '{"pin": "1", "cli": null, "on_path": null, "host": null}',
]


@pytest.mark.parametrize("text", RECORDS)
def test_unreadable_record_asks_for_set_up(checkout, text):
    (checkout / ".venv" / cli.RECORD).write_text(text)
    with pytest.raises(SetupError, match="make setup"):
        cli.locate()


def test_checkout_without_set_up_asks_for_it(tmp_path, monkeypatch):
    monkeypatch.setattr(cli, "BIN", tmp_path / "bin")
    with pytest.raises(SetupError, match="make setup"):
        cli.locate()


def test_environment_puts_the_checkout_and_the_cli_in_front(checkout, tmp_path):
    base = {"PATH": f"/usr/bin:{tmp_path / 'opt'}:/bin", "HOME": "/home/x"}
    assert cli.environment(base) == {
        "PATH": f"{checkout / '.venv' / 'bin'}:{tmp_path / 'opt'}:/usr/bin:/bin",
        "HOME": "/home/x",
    }


def test_environment_leaves_its_base_alone(checkout):
    base = {"PATH": "/usr/bin"}
    cli.environment(base)
    assert base == {"PATH": "/usr/bin"}


def test_importing_needs_nothing_but_the_standard_library():
    without_packages = [sys.executable, "-S", "-c", "import tools.cli, tools.bootstrap.run"]
    subprocess.run(without_packages, cwd=cli.ROOT, check=True)
