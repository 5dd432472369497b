"""What the tests of tools/ share: processes to watch, and executables that behave."""

import hashlib
import io
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools.bootstrap.archive import archive_name

DEADLINE_SECONDS = 20


@pytest.fixture
def eventually() -> Callable[[Callable[[], object], str], None]:
    """Wait until a condition holds; fail with what was waited for."""

    def wait(condition: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + DEADLINE_SECONDS
        while not condition():
            assert time.monotonic() < deadline, f"never happened: {what}"
            time.sleep(0.01)

    return wait


@pytest.fixture
def alive() -> Callable[[int], bool]:
    """Is a process there, and not a zombie?"""

    def ask(pid: int) -> bool:
        shown = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        state = shown.stdout.strip()
        return state != "" and not state.startswith("Z")

    return ask


@pytest.fixture
def executable(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a shell script, by its path under the test's folder."""

    def write(path: str, script: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)
        return file

    return write


class Releases(ThreadingHTTPServer):
    """A release server on the loopback: the files it has, and what it was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), Download)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def publish(self, version: str, members: dict[str, str], digest: str | None = None) -> None:
        """Offer an archive of scripts; with `digest`, its checksum is given wrongly as that."""
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as archive:
            for name, script in members.items():
                content = f"#!/bin/sh\n{script}\n".encode()
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
        name = archive_name(version)
        self.files[name] = packed.getvalue()
        digest = digest or hashlib.sha256(packed.getvalue()).hexdigest()
        checksums = f"{'0' * 64}  pulumi-v{version}-plan9-x64.tar.gz\n{digest}  {name}\n"
        self.files[f"pulumi-{version}-checksums.txt"] = checksums.encode()

    def go_away(self) -> None:
        """From now on nobody answers at this address."""
        self.shutdown()
        self.server_close()


class Download(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Releases)
        name = self.path.removeprefix("/")
        self.server.asked.append(name)
        content = self.server.files.get(name)
        self.send_response(404 if content is None else 200)
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Quiet: the test looks at `asked`."""


@pytest.fixture
def releases() -> Iterator[Releases]:
    with Releases() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def virtualenv(executable: Callable[[str, str], Path]) -> Path:
    """A folder that looks like a virtual environment and runs the Python of the tests."""
    return executable("a venv/bin/python", f'exec "{sys.executable}" "$@"').parent.parent
