"""Says what takes long, and for how long already."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


def say(line: str, out: TextIO = sys.stderr) -> None:
    """One plain line for a person."""
    print(line, file=out, flush=True)


@contextmanager
def step(what: str, out: TextIO = sys.stderr) -> Iterator[None]:
    """Show `what` with its elapsed seconds: one line that counts on a terminal, else two lines.

    >>> with step("building the Pulumi CLI"): ...
    building the Pulumi CLI … 31 s
    """
    start = time.monotonic()
    if not out.isatty():
        say(f"{what} …", out)
        yield
        say(f"{what}: done in {time.monotonic() - start:.0f} s", out)
        return
    over = threading.Event()

    def count() -> None:
        while True:
            out.write(f"\r\x1b[K{what} … {time.monotonic() - start:.0f} s")
            out.flush()
            if over.wait(1):
                return

    counter = threading.Thread(target=count, daemon=True)
    counter.start()
    try:
        yield
    finally:
        over.set()
        counter.join()
        out.write("\n")
        out.flush()
