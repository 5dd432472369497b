import pytest

from policies.core import UNKNOWN
from policies.rules.events.device_rule_drops import device_rule_drops
from tests.support.builders import resource
from tests.support.findings import run_rule


def devices(**props):
    return [resource("aws:iot/topicRule:TopicRule", "r", **{"enabled": True, **props})]


LOST = ["has no errorAction for what its actions fail at"]

CASES = [
    ("nothing there", [], []),
    ("the default", devices(), LOST),
    ("empty", devices(errorAction={}), LOST),
    ("kept", devices(errorAction={"sqs": {"queueUrl": UNKNOWN}}), []),
    ("kept somewhere, unknown where", devices(errorAction=UNKNOWN), []),
    ("switched off", devices(enabled=False), []),
    ("unknown", devices(enabled=UNKNOWN), ["undecided: enabled is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_device_rule_drops(name, resources, expected):
    assert run_rule(device_rule_drops, resources) == expected
