"""The virtual environment: made once, made anew when it must be, never half made."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.bootstrap import environment
from tools.bootstrap.environment import DEVELOPMENT, LOCK, RUNTIME, STAMP, make_environment
from tools.bootstrap.layout import Layout
from tools.errors import SetupError

# Makes virtual environments whose Python notes the lists that pip is to install.
PYTHON = """
[ "$1 $2" = "-m venv" ] || exit 2
echo made >> "{folder}/made"
mkdir -p "$3/bin"
cat > "$3/bin/python" <<'END'
#!/bin/sh
for list; do :; done
echo "$(basename "$list")" >> "{folder}/installed"
[ ! -e "{folder}/broken" ] || {{ echo "ERROR: no matching distribution" >&2; exit 1; }}
END
chmod +x "$3/bin/python"
"""


class Checkout:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.layout = Layout(folder / "check out", folder / "cache")
        self.layout.root.mkdir(parents=True)
        self.require(RUNTIME, "a==1")
        self.require(DEVELOPMENT, "a==1\nb==1")

    def require(self, name: str, text: str) -> None:
        (self.layout.root / name).write_text(text)

    def make(self, *, development: bool = False) -> None:
        make_environment(self.layout, development=development)

    def notes(self, name: str) -> list[str]:
        file = self.folder / name
        return file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def checkout(tmp_path, executable, monkeypatch) -> Checkout:
    python = executable("base/python", PYTHON.format(folder=tmp_path))
    monkeypatch.setattr(sys, "_base_executable", str(python))
    return Checkout(tmp_path)


def test_environment_is_made_once(checkout):
    checkout.make()
    checkout.make()
    assert checkout.notes("made") == ["made"]
    assert checkout.notes("installed") == [RUNTIME]


def test_development_list_is_added_to_the_runtime_one(checkout):
    checkout.make()
    checkout.make(development=True)
    checkout.make()
    assert checkout.notes("made") == ["made"]
    assert checkout.notes("installed") == [RUNTIME, DEVELOPMENT]


@pytest.mark.parametrize("name", [RUNTIME, DEVELOPMENT])
def test_changed_list_makes_it_anew(checkout, name):
    checkout.make(development=True)
    (checkout.layout.venv / "left over").touch()
    checkout.require(name, "a==2")
    checkout.make(development=True)
    assert checkout.notes("installed") == [DEVELOPMENT, DEVELOPMENT]
    assert not (checkout.layout.venv / "left over").exists()


def test_preview_ignores_a_changed_development_list(checkout):
    checkout.make(development=True)
    checkout.require(DEVELOPMENT, "b==2")
    checkout.make()
    assert checkout.notes("installed") == [DEVELOPMENT]


def test_preview_that_makes_it_anew_keeps_the_development_list(checkout):
    checkout.make(development=True)
    checkout.require(RUNTIME, "a==2")
    checkout.make()
    checkout.make(development=True)
    assert checkout.notes("installed") == [DEVELOPMENT, DEVELOPMENT]


def damage_python(checkout: Checkout) -> None:
    checkout.layout.python.unlink()


def damage_stamp(checkout: Checkout) -> None:
    (checkout.layout.venv / STAMP).write_text("{")


def other_python(checkout: Checkout) -> None:
    stamp = checkout.layout.venv / STAMP
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "python": "3.10"}))


def moved(checkout: Checkout) -> None:
    stamp = checkout.layout.venv / STAMP
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "home": "/elsewhere"}))


@pytest.mark.parametrize("harm", [damage_python, damage_stamp, other_python, moved])
def test_environment_that_cannot_be_trusted_is_made_anew(checkout, harm):
    checkout.make()
    harm(checkout)
    checkout.make()
    assert checkout.notes("made") == ["made", "made"]


def test_a_link_to_the_environment_of_another_checkout_is_refused(checkout, tmp_path):
    checkout.make()
    other = Checkout(tmp_path / "other")
    other.layout.venv.symlink_to(checkout.layout.venv)
    with pytest.raises(SetupError, match="is a link to the environment of"):
        other.make()
    assert checkout.layout.python.exists()


def test_failed_installation_says_why_and_starts_over_the_next_time(checkout):
    (checkout.folder / "broken").touch()
    with pytest.raises(SetupError) as failure:
        checkout.make()
    assert str(failure.value) == (
        "installing requirements.txt failed (pip needs the network, or a package index named by "
        "PIP_INDEX_URL): ERROR: no matching distribution"
    )
    (checkout.folder / "broken").unlink()
    checkout.make()
    assert checkout.notes("made") == ["made", "made"]


def test_interrupted_addition_is_not_taken_for_a_finished_one(checkout):
    checkout.make()
    (checkout.folder / "broken").touch()
    with pytest.raises(SetupError):
        checkout.make(development=True)
    assert not (checkout.layout.venv / STAMP).exists()


def test_python_without_ensurepip_is_named(checkout, monkeypatch):
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SetupError, match="cannot make virtual environments: install its venv"):
        checkout.make()


def test_link_inside_the_environment_is_not_used_to_make_it_anew(checkout, monkeypatch):
    checkout.make()
    base = Path(getattr(sys, "_base_executable", sys.executable))
    link = checkout.layout.bin / "python3"
    link.symlink_to(base)
    monkeypatch.setattr(sys, "_base_executable", str(link))
    damage_stamp(checkout)
    checkout.make()
    assert checkout.notes("made") == ["made", "made"]


@pytest.mark.large
def test_real_environment_in_a_path_with_a_space(tmp_path):
    checkout = Checkout(tmp_path)
    for name in (RUNTIME, DEVELOPMENT):
        checkout.require(name, "")
    checkout.make()
    script = "import sys, pip; print(sys.prefix)"
    command = [checkout.layout.python, "-c", script]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == str(checkout.layout.venv)
    assert {path.name for path in checkout.layout.venv.glob(".palisade*")} == {LOCK, STAMP}
