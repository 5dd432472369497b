import pytest

from policies.core import UNKNOWN
from policies.rules.events.other_bus import other_bus
from tests.support.builders import arn, resource
from tests.support.findings import run_rule

SHOP = resource("aws:cloudwatch/eventBus:EventBus", "shop", name="shop")
OTHER = resource("aws:cloudwatch/eventBus:EventBus", "other", name="other")


def pair(rule_bus, target_bus):
    listening = resource(
        "aws:cloudwatch/eventRule:EventRule", "r", name="r-1", eventBusName=rule_bus
    )
    target = resource(
        "aws:cloudwatch/eventTarget:EventTarget", "t", rule=listening, eventBusName=target_bus
    )
    return [SHOP, OTHER, listening, target]


NEW_BUS = resource("aws:cloudwatch/eventBus:EventBus", "new", name=UNKNOWN)
NEW = [NEW_BUS, *pair(NEW_BUS, NEW_BUS)[2:]]
ELSEWHERE = [NEW_BUS, *pair(NEW_BUS, None)[2:]]

CASES = [
    ("nothing there", [], []),
    ("both on the default bus", pair(None, "default"), []),
    ("both on one bus", pair(SHOP, SHOP), []),
    ("by name", pair(SHOP, "shop"), []),
    ("by ARN", pair("shop", arn("events", "event-bus/shop")), []),
    (
        "the target's is missing",
        pair(SHOP, None),
        ["is on bus default, and its rule r on bus shop"],
    ),
    (
        "another",
        pair(SHOP, OTHER),
        ["is on bus other, and its rule r on bus shop"],
    ),
    ("a rule of another stack", pair(SHOP, None)[3:], []),
    ("a bus without a name yet", NEW, []),
    (
        "default and one without a name yet",
        ELSEWHERE,
        ["is on bus default, and its rule r on bus new"],
    ),
    ("unknown", pair(SHOP, UNKNOWN), ["undecided: eventBusName is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_other_bus(name, resources, expected):
    assert run_rule(other_bus, resources) == expected
