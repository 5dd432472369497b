"""Puts our Python language host into `.venv/bin`, where the official one is missing."""

import os
import shutil
from pathlib import Path

from tools.bootstrap.build import RUNNER
from tools.bootstrap.files import write_whole
from tools.cli import on_path

HOST = "pulumi-language-python"

# Finds the checkout by its own place and starts the host without touching sys.path of programs.
LAUNCHER = """\
#!/bin/sh
# Pulumi's Python language host, written by `python3 -m tools.setup`.
bin=$(CDPATH="" cd -- "$(dirname -- "$0")" && pwd) || exit 1
exec "$bin/python" -c '
import sys
sys.path[0] = sys.argv[1]
from tools.language_host.__main__ import main
sys.exit(main(int(sys.argv[2])))
' "$bin/../.." "$PPID"
"""


def official(cli: Path, search: str, ours: Path) -> Path | None:
    """Pulumi's own language host: beside the CLI, as the engine looks for it, or on PATH.

    What is in the folder `ours` is not Pulumi's.
    """
    beside = os.pathsep.join((str(cli.parent), str(cli.resolve().parent)))
    return on_path(HOST, f"{beside}{os.pathsep}{search}", besides=ours)


def install(folder: Path, cli: Path | None, runner: Path | None) -> None:
    """Make `folder` (`.venv/bin`) bring what PATH lacks.

    `cli` as `pulumi` when one is given; with `runner`, our language host. What an earlier set-up
    put there and is no longer wanted goes.
    """
    if runner is not None:
        write_whole(folder / RUNNER, runner.read_bytes(), 0o755)
        write_whole(folder / HOST, LAUNCHER.encode(), 0o755)
    else:
        (folder / HOST).unlink(missing_ok=True)
        (folder / RUNNER).unlink(missing_ok=True)
    pulumi = folder / "pulumi"
    if cli is None:
        pulumi.unlink(missing_ok=True)
        return
    new = folder / ".pulumi-new"
    new.unlink(missing_ok=True)
    if runner is None:
        new.symlink_to(cli)
    else:
        # The engine follows symbolic links to itself, and warns of a host that is not beside it.
        try:
            new.hardlink_to(cli)
        except OSError:  # another file system
            shutil.copy2(cli, new)
    new.replace(pulumi)
    new.unlink(missing_ok=True)  # replacing a file by a link to itself leaves both


def installed(folder: Path) -> bool:
    """Is our language host there, as this version of set-up writes it?"""
    try:
        return (folder / HOST).read_text(encoding="utf-8") == LAUNCHER and (
            folder / RUNNER
        ).exists()
    except OSError:
        return False
