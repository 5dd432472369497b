"""The provider's process, from the side of the command that starts it."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from offline.errors import OfflineError

ROOT = Path(__file__).resolve().parent.parent


@contextlib.contextmanager
def provider(environment: Mapping[str, str]) -> Iterator[int]:
    """A provider that listens on the port given, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "offline.provider"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the CLI, which still needs us then
    )
    try:
        port = process.stdout.readline().strip() if process.stdout else ""
        if not port.isdigit():
            raise OfflineError("the offline aws provider did not start; the lines above say why")
        yield int(port)
    finally:
        with contextlib.suppress(BrokenPipeError):
            process.communicate()
