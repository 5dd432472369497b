"""The provider's process, from the side of the command that starts it."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from offline.errors import OfflineError

ROOT = Path(__file__).resolve().parent.parent
_SECONDS_TO_END = 10


@contextlib.contextmanager
def provider(environment: Mapping[str, str], log: Path) -> Iterator[int]:
    """A provider that listens on the port given, until the block ends.

    What it says goes to the log, so that it does not get into Pulumi's display, and is shown at
    the end.
    """
    with log.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "offline.provider"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
            start_new_session=True,  # Ctrl-C is for the CLI, which still needs us then
        )
    port = process.stdout.readline().strip() if process.stdout else ""
    if not port.isdigit():
        _end(process)
        said = log.read_text(encoding="utf-8").strip().splitlines()
        raise OfflineError(f"the aws provider did not start: {said[-1] if said else 'no word'}")
    try:
        yield int(port)
    finally:
        _end(process)
        sys.stderr.write(log.read_text(encoding="utf-8"))


def _end(process: subprocess.Popen[str]) -> None:
    """It ends when nobody holds its standard input any more."""
    try:
        process.communicate(timeout=_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
