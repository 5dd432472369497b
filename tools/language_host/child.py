"""One running program or policy pack, behind its guard."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Literal, Self

GUARD = Path(__file__).with_name("guard.py")

# The engine kills a language host that is still there 5 s after it was told to end.
GRACE_SECONDS = 2.0

Stream = Literal["stdout", "stderr"]


class Child:
    """A process and everything it starts. `stop` ends all of it, and so does the host's death."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._stopping = threading.Lock()

    @classmethod
    def start(
        cls,
        command: Sequence[str | Path],
        directory: str | Path,
        environment: Mapping[str, str],
        *,
        capture: bool = False,
    ) -> Self:
        """Start `command`; with `capture`, its output is for `output`, else it goes to ours."""
        pipe = subprocess.PIPE if capture else None
        guarded = [sys.executable, "-I", "-S", str(GUARD), str(GRACE_SECONDS), *map(str, command)]
        process = subprocess.Popen(  # noqa: S603 - what the engine asks for
            guarded,
            cwd=directory,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=pipe,
            stderr=pipe,
            # Out of the host's group: the engine kills that as a whole, the guard must survive.
            process_group=0,
        )
        return cls(process)

    def output(self) -> Iterator[tuple[Stream, bytes]]:
        """What the process writes, while it runs, until both streams are at their end."""
        chunks: queue.SimpleQueue[tuple[Stream, bytes]] = queue.SimpleQueue()
        streams: dict[Stream, IO[bytes] | None] = {
            "stdout": self._process.stdout,
            "stderr": self._process.stderr,
        }
        for name, stream in streams.items():
            assert stream is not None, "started without capture"  # noqa: S101
            threading.Thread(target=_read, args=(name, stream, chunks), daemon=True).start()
        while streams:
            name, chunk = chunks.get()
            if chunk:
                yield name, chunk
            else:
                del streams[name]

    def wait(self) -> int:
        """The exit code; 128 + number when a signal ended the process."""
        code = self._process.wait()
        self.stop()  # nobody is left to talk to; frees our end
        return code

    def stop(self) -> None:
        """Ask the guard to end everything. Returns at once; may be called twice."""
        with self._stopping:
            control = self._process.stdin
            if control is not None and not control.closed:
                control.close()


def _read(
    name: Stream, stream: IO[bytes], chunks: "queue.SimpleQueue[tuple[Stream, bytes]]"
) -> None:
    """Hand over each piece as it comes; an empty one says that the stream is at its end."""
    with stream:
        while chunk := os.read(stream.fileno(), 1 << 16):
            chunks.put((name, chunk))
    chunks.put((name, b""))


class Family:
    """All children of the host, so that they can be ended together."""

    def __init__(self) -> None:
        self._children: set[Child] = set()
        self._lock = threading.Lock()

    def add(self, child: Child) -> None:
        with self._lock:
            self._children.add(child)

    def remove(self, child: Child) -> None:
        with self._lock:
            self._children.discard(child)

    def empty(self) -> bool:
        with self._lock:
            return not self._children

    def stop(self) -> None:
        """End all children. Returns at once."""
        with self._lock:
            children = tuple(self._children)
        for child in children:
            child.stop()

    def wait(self) -> None:
        """Return when no child is left."""
        with self._lock:
            children = tuple(self._children)
        for child in children:
            child.wait()
