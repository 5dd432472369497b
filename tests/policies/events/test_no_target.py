import pytest

from policies.core import UNKNOWN
from policies.rules.events.no_target import no_target
from tests.support.builders import function, resource
from tests.support.findings import run_rule


def listening(**props):
    return resource("aws:cloudwatch/eventRule:EventRule", "r", name="r-1", **props)


def target(of):
    return resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule=of, arn=function("worker"))


NOTHING = ["starts nothing in this stack"]

CASES = [
    ("nothing there", [], []),
    ("no target", [listening()], NOTHING),
    ("a target", [listening(), target(listening())], []),
    ("a target by name", [listening(), target("r-1")], []),
    ("a target of another rule", [listening(), target("r-2")], NOTHING),
    ("switched off", [listening(state="DISABLED")], []),
    ("a target whose rule is unknown", [listening(), target(UNKNOWN)], NOTHING),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_no_target(name, resources, expected):
    assert run_rule(no_target, resources) == expected
