"""The language host as a process: started by its launcher, ended with whoever started it."""

import signal
import subprocess
import sys
from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import language_pb2_grpc as protocol

from tools.bootstrap import host
from tools.cli import ROOT

pytestmark = pytest.mark.large

# Starts its arguments as the engine does, says who they are, and stays.
STARTER = """
import subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, process_group=0)
print(process.pid, process.stdout.readline().decode(), flush=True)
process.wait()
"""


@pytest.fixture
def launcher(executable, tmp_path: Path) -> Path:
    """The launcher in a checkout whose path has a space, with a program runner beside it."""
    bin_folder = executable("check out/.venv/bin/python", f'exec "{sys.executable}" "$@"').parent
    (tmp_path / "check out" / "tools").symlink_to(ROOT / "tools")
    host.install(bin_folder, None, executable("runner", "exit 0"))
    return bin_folder / host.HOST


def test_launcher_prints_a_port_that_answers(launcher, tmp_path):
    with subprocess.Popen([launcher], cwd=tmp_path, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            assert protocol.LanguageRuntimeStub(channel).GetPluginInfo(Empty()).version
        process.terminate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_host_ends_when_told(launcher, number):
    with subprocess.Popen([launcher], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(number)
        assert process.wait() == 0


def test_host_ends_when_the_engine_is_killed(launcher, eventually, alive):
    command = [sys.executable, "-c", STARTER, str(launcher)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as engine:
        assert engine.stdout is not None
        pid, port = (int(part) for part in engine.stdout.readline().split())
        assert port
        assert alive(pid)
        engine.kill()
    eventually(lambda: not alive(pid), "the host is gone")
