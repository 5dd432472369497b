"""The CLI as a child: its exit code, and what is said of an end that was not its own."""

import os
import signal
import sys
from pathlib import Path

import pytest

from offline import process

ENDS = [
    ("exit 0", 0, ""),
    ("exit 3", 3, ""),
    ("exit 255", 255, ""),
    ("kill -KILL $$", 137, "offline: pulumi was ended by signal 9\n"),
    ("kill -INT $$", 130, "offline: pulumi was interrupted\n"),
    ("kill -PIPE $$", 141, ""),
]


def call(folder: Path, script: str, **options: bool) -> int:
    return process.call(["/bin/sh", "-c", script], folder, os.environ, **options)


@pytest.mark.parametrize(("script", "code", "said"), ENDS, ids=[e[0] for e in ENDS])
def test_how_the_cli_ended_is_said_where_it_was_not_its_own_doing(
    tmp_path, capfd, script, code, said
):
    assert call(tmp_path, script) == code
    assert capfd.readouterr().err == said
    assert call(tmp_path, script, told=True) == code
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("keeps", "last_words"), [(True, "ended as it likes\n"), (False, "")], ids=["keeps", "does not"]
)
def test_an_interrupt_lets_the_cli_end_only_where_it_keeps_something(
    tmp_path, capfd, keeps, last_words
):
    program = (
        "import os, signal, time\n"
        "def end(*_):\n"
        "    print('ended as it likes', flush=True)\n"
        "    os._exit(1)\n"
        "signal.signal(signal.SIGINT, end)\n"
        "os.kill(os.getppid(), signal.SIGINT)\n"
        "time.sleep(60)\n"
    )
    before = signal.getsignal(signal.SIGINT)
    line = [sys.executable, "-c", program]
    assert process.call(line, tmp_path, os.environ, keeps=keeps) == 130
    assert capfd.readouterr() == (last_words, "offline: pulumi was interrupted\n")
    assert signal.getsignal(signal.SIGINT) is before
