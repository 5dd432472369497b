"""Children of the language host: what they say, how they end, and that nothing outlives them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools.language_host.child import Child, Family

pytestmark = pytest.mark.large

# Ignores SIGTERM and notes its process id in the file of its first argument.
STUBBORN = """
import os, pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
note = pathlib.Path(sys.argv[1])
note.with_suffix(".new").write_text(str(os.getpid()))
note.with_suffix(".new").rename(note)
time.sleep(600)
"""

# Starts a stubborn process, waits for its note, then does what its second argument says.
PARENT = f"""
import pathlib, subprocess, sys, time
subprocess.Popen([sys.executable, "-c", {STUBBORN!r}, sys.argv[1]])
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.01)
time.sleep(600 if sys.argv[2] == "stay" else 0)
"""


def start(tmp_path: Path, script: str, *arguments: str, capture: bool = True) -> Child:
    command = [sys.executable, "-u", "-c", script, *arguments]
    return Child.start(command, tmp_path, os.environ, capture=capture)


def finish(child: Child) -> tuple[int, dict[str, bytes]]:
    said = {"stdout": b"", "stderr": b""}
    for stream, data in child.output():
        said[stream] += data
    return child.wait(), said


ENDINGS = [
    ("success", "pass", 0),
    ("its own code", "raise SystemExit(32)", 32),
    ("a signal", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 128 + signal.SIGKILL),
]


@pytest.mark.parametrize(("name", "script", "code"), ENDINGS, ids=[case[0] for case in ENDINGS])
def test_exit_code_is_that_of_the_program(tmp_path, name, script, code):
    assert finish(start(tmp_path, script))[0] == code


def test_both_streams_arrive_whole(tmp_path):
    script = "import sys; sys.stdout.write('o' * 200_000); sys.stderr.write('e' * 200_000)"
    assert finish(start(tmp_path, script))[1] == {
        "stdout": b"o" * 200_000,
        "stderr": b"e" * 200_000,
    }


def test_output_arrives_while_the_program_runs(tmp_path):
    answer = tmp_path / "answer"
    script = f"""
import os, pathlib, time
os.write(1, b"question")
while not pathlib.Path({str(answer)!r}).exists():
    time.sleep(0.01)
os.write(1, b"goodbye")
"""
    child = start(tmp_path, script)
    output = child.output()
    assert next(output) == ("stdout", b"question")
    answer.touch()
    assert b"".join(data for _, data in output) == b"goodbye"
    assert child.wait() == 0


def test_program_has_nothing_to_read(tmp_path):
    assert finish(start(tmp_path, "print(repr(input()))"))[0] == 1


def test_program_starts_with_default_signal_reactions(tmp_path):
    script = "import signal; print(signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)"
    assert finish(start(tmp_path, script))[1]["stdout"] == b"True\n"


def test_missing_program_is_named(tmp_path):
    child = Child.start(["/nowhere/python"], tmp_path, os.environ, capture=True)
    code, said = finish(child)
    assert (code, said["stderr"]) == (
        127,
        b"cannot run /nowhere/python: No such file or directory\n",
    )


def test_stop_ends_grandchildren_that_ignore_sigterm(tmp_path, eventually, alive):
    note = tmp_path / "pid"
    child = start(tmp_path, PARENT, str(note), "stay")
    eventually(note.exists, "the grandchild runs")
    child.stop()
    child.stop()
    assert finish(child)[0] == 128 + signal.SIGTERM
    eventually(lambda: not alive(int(note.read_text())), "the grandchild is gone")


def test_stop_kills_a_program_that_ignores_sigterm(tmp_path, eventually, monkeypatch):
    monkeypatch.setattr("tools.language_host.child.GRACE_SECONDS", 0.1)
    note = tmp_path / "pid"
    child = start(tmp_path, STUBBORN, str(note))
    eventually(note.exists, "the program runs")
    child.stop()
    assert finish(child)[0] == 128 + signal.SIGKILL


def test_what_a_finished_program_left_running_is_ended(tmp_path, eventually, alive):
    note = tmp_path / "pid"
    child = start(tmp_path, PARENT, str(note), "leave")
    assert finish(child)[0] == 0
    eventually(lambda: not alive(int(note.read_text())), "the grandchild is gone")


def test_nothing_survives_a_killed_host(tmp_path, eventually, alive):
    note = tmp_path / "pid"
    host = f"""
import os, sys
sys.path.insert(0, {str(Path.cwd())!r})
from tools.language_host.child import Child
Child.start([sys.executable, "-c", {PARENT!r}, {str(note)!r}, "stay"], ".", os.environ).wait()
"""
    with subprocess.Popen([sys.executable, "-c", host], cwd=tmp_path) as process:
        eventually(note.exists, "the grandchild runs")
        process.kill()
    eventually(lambda: not alive(int(note.read_text())), "the grandchild is gone")


def test_family_stops_all_of_its_members(tmp_path):
    family = Family()
    children = [start(tmp_path, "import time; time.sleep(600)", capture=False) for _ in range(2)]
    for child in children:
        family.add(child)
    family.stop()
    family.wait()
    assert [child.wait() for child in children] == [128 + signal.SIGTERM] * 2
