"""What the tests of tools/ share: processes to watch, and executables that behave."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

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
def executable(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a shell script, by its path under the test's folder."""

    def write(path: str, script: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)
        return file

    return write


@pytest.fixture
def virtualenv(executable: Callable[[str, str], Path]) -> Path:
    """A folder that looks like a virtual environment and runs the Python of the tests."""
    return executable("a venv/bin/python", f'exec "{sys.executable}" "$@"').parent.parent
