"""What engine tests share."""

from pathlib import Path

import pytest

from tests.support.engine import Offline


@pytest.fixture
def offline(tmp_path: Path) -> Offline:
    """The offline command with a scratch folder of its own, in a path with a space."""
    return Offline(tmp_path / "scratch folder")
