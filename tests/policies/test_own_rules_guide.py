"""What docs/guides/own-rules.md shows works as it stands there."""

import re
import sys
import types
from pathlib import Path

import pytest

from policies.registry import RULES
from policies.testing import check

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "own-rules.md"
BLOCKS = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
MODULE = "policies.rules.messaging.team_name"


@pytest.fixture(scope="module")
def shown():
    """The names that the guide's blocks define: the rule's file, and its tests."""
    rule = types.ModuleType(MODULE)
    sys.modules[MODULE] = rule
    tests: dict = {}
    for block in BLOCKS:
        of_rule = "@rule(" in block or "@team_name." in block
        exec(block, vars(rule) if of_rule else tests)
    yield tests
    del sys.modules[MODULE]


NAMES = re.findall(r"^def (test_\w+)", "\n".join(BLOCKS), re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_the_guides_test_passes(shown, name):
    shown[name](check)


def test_the_guides_remedy_mends(shown):
    team_name = shown["team_name"]
    wrong = shown["queue"](name="orders")
    found = check([wrong], [team_name], levels={"messaging-team-name": "remediate"})
    assert found.remediated[wrong.urn] == {"name": "web-orders"}
    assert found.findings == ()


def test_the_guides_rule_is_no_rule_of_the_pack():
    assert len(NAMES) == 4
    assert not (RULES / "messaging" / "team_name.py").exists()
