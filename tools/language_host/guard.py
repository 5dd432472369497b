"""Runs one program and lets nothing of it outlive whoever asked for it.

`python guard.py GRACE_SECONDS PROGRAM ARGS…`, started by child.py. The other end of standard
input is held by the host: when it closes, whether because a call was cancelled or because the host
was killed, the program and all that it started get SIGTERM and, after the grace, SIGKILL.
Exits as the program does: with its code, or 128 + the number of the signal that ended it.

A process of its own because a killed host can clean up nothing. Standard library only: it starts
in about 20 ms, before every program.
"""

import contextlib
import os
import select
import signal
import sys
import time
from types import FrameType

CONTROL = 0
POLL_SECONDS = 0.02
NOT_FOUND = 127
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def main(arguments: list[str]) -> int:
    grace, command = float(arguments[0]), arguments[1:]
    wakeup = _wake_on_signals()
    program = _start(command)
    while True:
        ready, _, _ = select.select([CONTROL, wakeup], [], [])
        if wakeup in ready:
            os.read(wakeup, 4096)
        pid, status = os.waitpid(program, os.WNOHANG)
        if pid:
            # The program is over; what it left behind would hold its output open for ever.
            _signal_group(program, signal.SIGKILL)
            return _exit_code(status)
        if CONTROL in ready:
            return _stop(program, grace)


def _wake_on_signals() -> int:
    """A descriptor that turns readable when the program ends or a signal arrives.

    Handlers, not SIG_IGN: the program must start with the default reactions.
    """
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    for number in (signal.SIGCHLD, *ENDING):
        signal.signal(number, _nothing)
    return reader


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """The wake-up descriptor is what matters."""


def _start(command: list[str]) -> int:
    """Start the program as leader of a process group of its own, without standard input."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    pid = os.fork()
    if pid == 0:
        # Our handlers are still set here: a signal that came now would be lost.
        for number in ENDING:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        _become(command)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    with contextlib.suppress(PermissionError, ProcessLookupError):  # it was quicker itself
        os.setpgid(pid, pid)
    return pid


def _become(command: list[str]) -> None:
    """In the forked child: turn into the program, or say why not and end."""
    try:
        os.setpgid(0, 0)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, CONTROL)
        os.execvp(command[0], command)  # noqa: S606 - no shell wanted
    except OSError as error:
        os.write(2, f"cannot run {command[0]}: {error.strerror}\n".encode())
    finally:
        os._exit(NOT_FOUND)


def _stop(program: int, grace: float) -> int:
    """End the whole group: politely while the program itself is there, then not. Its exit code."""
    _signal_group(program, signal.SIGTERM)
    deadline = time.monotonic() + grace
    pid, status = os.waitpid(program, os.WNOHANG)
    while not pid and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        pid, status = os.waitpid(program, os.WNOHANG)
    _signal_group(program, signal.SIGKILL)
    if not pid:
        _, status = os.waitpid(program, 0)
    return _exit_code(status)


def _signal_group(group: int, number: int) -> None:
    # None left; or, on macOS, only zombies left.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _exit_code(status: int) -> int:
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
