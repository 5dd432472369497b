"""The CLI as a child process, and what happens to it when somebody interrupts us."""

import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_LAST_SIGNAL = 64  # above it are exit codes of the CLI's own


def call(
    line: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str],
    *,
    keeps: bool = True,
    told: bool = False,
) -> int:
    """Run the CLI; an interrupt reaches it once, and we wait until it is done.

    At a terminal the CLI is in our process group and the terminal tells it. Elsewhere it has a
    group of its own and we pass the signal on; one that `keeps` nothing is ended there and then,
    without its last words. The exit code is as a shell's: 128 and the signal, whether that reached
    the CLI or us. How it ended is said here unless it is `told` later.
    """
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    quiet = [] if at_terminal else ["--non-interactive"]
    process = subprocess.Popen(  # noqa: S603
        [*line, *quiet], cwd=folder, env=environment, start_new_session=not at_terminal
    )

    received: list[int] = []

    def forward(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        if not (at_terminal and number == signal.SIGINT):
            process.send_signal(number if keeps or at_terminal else signal.SIGKILL)

    before = {n: signal.signal(n, forward) for n in _SIGNALS}
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if code and received:
        code = 128 + received[0]
    elif code < 0:
        code = 128 - code
    if not told and (ended := how_it_ended(code)):
        print(f"offline: pulumi {ended}", file=sys.stderr)
    return code


def how_it_ended(code: int) -> str:
    """What an exit code of `call` says of a run that did not come to its own end; else empty."""
    if code in [128 + number for number in _SIGNALS]:
        return "was interrupted"
    if code == 128 + signal.SIGPIPE or not 128 < code <= 128 + _LAST_SIGNAL:
        return ""  # the reader went away, as `| head` does; or no signal at all
    return f"was ended by signal {code - 128}"
