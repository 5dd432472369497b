"""The virtual environment `.venv`, from a list of requirements with hashes."""

import hashlib
import importlib.util
import json
import platform
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.bootstrap.command import run
from tools.bootstrap.files import locked, write_whole
from tools.bootstrap.layout import Layout
from tools.bootstrap.progress import step
from tools.errors import SetupError

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
LOCK = ".palisade-lock"
STAMP = ".palisade-stamp.json"


@dataclass(frozen=True)
class Stamp:
    """What a finished environment was made from: the Python, the place, each list with its hash.

    The place, because scripts in a virtual environment hold its absolute path.
    """

    python: str
    home: str
    lists: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> "Stamp | None":
        """None when there is none, so also after a run that did not finish."""
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            return cls(found["python"], found["home"], dict(found["lists"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, path: Path) -> None:
        text = json.dumps(asdict(self), indent=2)
        write_whole(path, f"{text}\n".encode())


def make_environment(layout: Layout, *, development: bool) -> None:
    """Make `.venv` hold exactly what is asked for; does nothing when it already does.

    What is installed is known by the stamp alone, written last: without it, the folder is made
    anew. The development list contains the runtime one.
    """
    wanted = [RUNTIME, DEVELOPMENT] if development else [RUNTIME]
    if _missing(layout, wanted) == set():
        return
    _is_ours(layout)
    with locked(layout.venv / LOCK, "this checkout"):
        missing = _missing(layout, wanted)
        if missing == set():
            return
        if missing is None:
            before = Stamp.read(layout.venv / STAMP)
            if before and DEVELOPMENT in before.lists:
                wanted = [RUNTIME, DEVELOPMENT]  # `make preview` takes nobody's tools away
            _create(layout)
        lists = _digests(layout, wanted)
        _install(layout, wanted[-1])
        Stamp(sys.version, str(layout.venv), lists).write(layout.venv / STAMP)


def _is_ours(layout: Layout) -> None:
    """A linked `.venv` may be another checkout's: to make it anew would take that away."""
    stamp = Stamp.read(layout.venv / STAMP)
    if layout.venv.is_symlink() and stamp and stamp.home != str(layout.venv):
        raise SetupError(
            f"{layout.venv} is a link to the environment of {stamp.home}, which works at its own "
            "place only: remove the link, set-up makes another"
        )


def _digests(layout: Layout, names: Sequence[str]) -> dict[str, str]:
    return {name: _digest(layout.root / name) for name in names}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _missing(layout: Layout, wanted: Sequence[str]) -> set[str] | None:
    """The lists still to install on top of what is there; None when it must be made anew.

    Made anew also for a changed list: what it no longer names must not stay importable.
    """
    lists = _digests(layout, wanted)
    stamp = Stamp.read(layout.venv / STAMP)
    if stamp is None or (stamp.python, stamp.home) != (sys.version, str(layout.venv)):
        return None
    if not layout.python.exists():
        return None
    if any(stamp.lists.get(name, digest) != digest for name, digest in lists.items()):
        return None
    return lists.keys() - stamp.lists.keys()


def _create(layout: Layout) -> None:
    """An empty virtual environment of the Python that runs this, or of the one that made that."""
    if importlib.util.find_spec("ensurepip") is None:
        version = platform.python_version()
        raise SetupError(
            f"Python {version} at {sys.executable} cannot make virtual environments: install its "
            f"venv package (Debian, Ubuntu: apt-get install python3-venv) or another Python"
        )
    python = _base_python(layout)
    for entry in layout.venv.iterdir():
        if entry.name == LOCK:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    with step(f"making .venv with Python {platform.python_version()}"):
        run([python, "-m", "venv", layout.venv], "making .venv failed")


def _base_python(layout: Layout) -> Path:
    """The Python to make environments with: never the link inside the one that is to go."""
    python = Path(getattr(sys, "_base_executable", sys.executable))
    return python.resolve() if python.is_relative_to(layout.venv) else python


def _install(layout: Layout, name: str) -> None:
    """Install a list. The stamp goes first: an interrupted run must not pass for a finished one."""
    (layout.venv / STAMP).unlink(missing_ok=True)
    # Bytecode is made at first import: for all of the AWS SDK it takes a minute, mostly unused.
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-compile"]
    install = [layout.python, "-m", "pip", "install", *options, "--require-hashes", "-r"]
    with step(f"installing {name}"):
        needs = "pip needs the network, or a package index named by PIP_INDEX_URL"
        run([*install, layout.root / name], f"installing {name} failed ({needs})")
