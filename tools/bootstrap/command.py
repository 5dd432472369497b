"""Runs a program whose output matters only when it fails."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.errors import SetupError


def run(
    command: Sequence[str | Path],
    what: str,
    directory: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Standard output of `command`.

    Raises `SetupError` with `what` and the last telling line of its output when it fails.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own commands
            [str(part) for part in command],
            cwd=directory,
            env=None if environment is None else dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupError(f"{what}: cannot run {command[0]} ({error.strerror})") from error
    if done.returncode != 0:
        raise SetupError(f"{what}: {_reason(done.stderr + done.stdout) or 'no reason given'}")
    return done.stdout


def _reason(output: str) -> str:
    """The last line that names an error, else the last one."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower()]
    return (telling or lines or [""])[-1]
