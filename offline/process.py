"""The CLI as a child process, and what happens to it when somebody interrupts us."""

import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType


def call(line: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> int:
    """Run the CLI; an interrupt reaches it once, and we wait until it is done.

    At a terminal the CLI is in our process group and the terminal tells it. Elsewhere it has a
    group of its own and we pass the signal on.
    """
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    quiet = [] if at_terminal else ["--non-interactive"]
    process = subprocess.Popen(  # noqa: S603
        [*line, *quiet], cwd=folder, env=environment, start_new_session=not at_terminal
    )

    def forward(number: int, _frame: FrameType | None) -> None:
        if not (at_terminal and number == signal.SIGINT):
            process.send_signal(number)

    before = {n: signal.signal(n, forward) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if code < 0:
        ended = "interrupted" if code == -signal.SIGINT else f"pulumi was ended by signal {-code}"
        print(f"offline: {ended}", file=sys.stderr)
        return 128 - code
    return code
