"""What the README shows is what the commands print."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks
from tests.support.engine import Offline

pytestmark = pytest.mark.engine


@pytest.fixture
def offline(tmp_path: Path) -> Offline:
    return Offline(tmp_path / "scratch")


def shown(word: str) -> str:
    """The one block of the README that has `word`."""
    (block,) = (block for block in blocks(ROOT / "README.md") if word in block.text)
    return block.text


def without_seconds(text: str) -> str:
    return re.sub(r"\b[0-9.]+ s\b", "N s", text).strip()


def test_demo_prints_what_the_readme_shows(offline):
    done = offline.run("demo", guardrails=True).ok()
    assert without_seconds(done.stdout) == without_seconds(shown("Refused twice"))


def test_preview_of_dev_ends_as_the_readme_shows(offline):
    done = offline.run("preview", "--stack", "dev", guardrails=True).ok()
    expected = without_seconds(shown("dev (offline)")).splitlines()
    ending = without_seconds(done.stdout).splitlines()[-len(expected) :]

    def shape(lines: list[str]) -> list[str]:
        """Resources, rules and open questions come and go; how it is said stays."""
        return [re.sub(r"\d+( \w+?)s?\b", r"N\1", line) for line in lines]

    assert shape(ending) == shape(expected)
    assert "0 findings" in ending[1]
