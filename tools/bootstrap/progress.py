"""Says what takes long, and for how long already."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


def say(line: str, out: TextIO | None = None) -> None:
    """One plain line for a person, on standard error if nothing else is said."""
    print(line, file=out or sys.stderr, flush=True)


@contextmanager
def step(what: str, out: TextIO | None = None) -> Iterator[None]:
    """Show `what` with its elapsed seconds: one line that counts on a terminal, else two lines.

    >>> with step("building the Pulumi CLI"): ...
    building the Pulumi CLI … 31 s
    """
    stream = out or sys.stderr
    start = time.monotonic()
    if not stream.isatty():
        say(f"{what} …", stream)
        yield
        say(f"{what}: done in {time.monotonic() - start:.0f} s", stream)
        return
    over = threading.Event()
    stream.write(f"{what} …")
    stream.flush()
    counter = threading.Thread(target=_count, args=(what, start, over, stream), daemon=True)
    counter.start()
    try:
        yield
    finally:
        over.set()
        counter.join()
        say("", stream)


def _count(what: str, start: float, over: threading.Event, stream: TextIO) -> None:
    """Rewrite the line each second, and a last time at the end."""
    ended = False
    while not ended:
        ended = over.wait(1)
        stream.write(f"\r\x1b[K{what} … {time.monotonic() - start:.0f} s")
        stream.flush()
