"""Where the Pulumi CLI is, and the environment to run it in.

Standard library only and quick to import: `python -m offline` asks here at every start.
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.bootstrap.files import write_whole
from tools.errors import SetupError

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
RECORD = ".palisade-cli.json"


@dataclass(frozen=True)
class File:
    """A file as it was when set-up looked at it."""

    path: str
    size: int
    changed: int

    @classmethod
    def at(cls, path: str | Path) -> "File":
        found = Path(path).stat()
        return cls(str(path), found.st_size, found.st_mtime_ns)

    def unchanged(self) -> bool:
        try:
            return self == File.at(self.path)
        except OSError:
            return False


@dataclass(frozen=True)
class Record:
    """What set-up chose, so that nobody has to start the CLI to know its version.

    `on_path` is the first `pulumi` on PATH at that time, chosen or passed over; `host` the
    official Python language host, None where ours takes its place.
    """

    pin: str
    cli: File
    on_path: File | None
    host: File | None

    @classmethod
    def read(cls, venv: Path) -> "Record | None":
        try:
            found = json.loads((venv / RECORD).read_text(encoding="utf-8"))
            cli, on_path, host = (
                File(**found[name]) if found[name] else None for name in ("cli", "on_path", "host")
            )
            return cls(found["pin"], cli, on_path, host) if cli else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, venv: Path) -> None:
        write_whole(venv / RECORD, f"{json.dumps(asdict(self), indent=2)}\n".encode())


def locate() -> Path:
    """The `pulumi` that set-up chose. Raises `SetupError` when there is none (any more)."""
    record = Record.read(BIN.parent)
    if record is None or not record.cli.unchanged():
        raise SetupError("the Pulumi CLI is not set up here: run `make setup`")
    return Path(record.cli.path)


def environment(base: Mapping[str, str]) -> dict[str, str]:
    """`base` with the checkout's `.venv/bin` and the CLI's folder in front of PATH.

    Raises `SetupError` as `locate` does.
    """
    folders = [str(BIN), str(locate().parent), *base.get("PATH", os.defpath).split(os.pathsep)]
    return {**base, "PATH": os.pathsep.join(dict.fromkeys(filter(None, folders)))}


def on_path(name: str, search: str, besides: Path) -> Path | None:
    """The first executable `name` on the search path, leaving out the folder `besides`."""
    ours = besides.resolve()
    folders = [part for part in search.split(os.pathsep) if part and Path(part).resolve() != ours]
    found = shutil.which(name, path=os.pathsep.join(folders))
    return Path(found).absolute() if found else None
