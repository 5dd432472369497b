"""Only one run at a time changes a stack.

Pulumi's own lock says who holds it in words that are for other backends, and only once all is made
ready.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator

from offline.arguments import Command
from offline.errors import OfflineError
from offline.scratch import Scratch


@contextlib.contextmanager
def alone(scratch: Scratch, project: str, stack: str, command: Command) -> Iterator[None]:
    """Keep others from changing the stack until the block ends, where `command` changes it.

    Raises OfflineError while another run does.
    """
    if not command.verb.changes or command.has("--preview-only"):
        yield
        return
    file = scratch.root / "locks" / f"{project}.{stack}"
    file.parent.mkdir(exist_ok=True)
    with file.open("a+", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            raise OfflineError(
                f"another run works on the stack {stack} ({held.read() or 'just begun'}): "
                f"wait until it has ended"
            ) from None
        held.truncate(0)
        held.write(f"process {os.getpid()}, {command.name}")
        held.flush()
        _check_pulumi(scratch, project, stack)
        yield


def _check_pulumi(scratch: Scratch, project: str, stack: str) -> None:
    """A CLI goes on where the run that started it was killed, or runs on another machine."""
    for lock in scratch.locks(project, stack):
        try:
            holder = json.loads(lock.read_text(encoding="utf-8"))
            who = f"process {holder['pid']} on {holder['hostname']}"
        except FileNotFoundError:
            continue  # just given back
        except (ValueError, KeyError):
            who = f"an unknown process: {lock}"
        raise OfflineError(
            f"Pulumi works on the stack {stack} already ({who}): wait until it has ended. Where "
            f"nothing runs, `.venv/bin/python -m offline cancel --yes --stack {stack}` ends this"
        )
