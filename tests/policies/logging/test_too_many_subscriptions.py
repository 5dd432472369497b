import pytest

from policies.core import UNKNOWN
from policies.rules.logging.too_many_subscriptions import too_many_subscriptions
from tests.support.builders import resource
from tests.support.findings import run_rule

LOGS = resource("aws:cloudwatch/logGroup:LogGroup", "logs", name="/apps/shop")


def subscriptions(*groups):
    return [
        resource(
            "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
            f"s{index}",
            logGroup=group,
        )
        for index, group in enumerate(groups)
    ]


FAULT = ["has 3 of 2: s0, s1, s2"]

CASES = [
    ("nothing there", [], []),
    ("two", [LOGS, *subscriptions(LOGS, LOGS)], []),
    ("three", [LOGS, *subscriptions(LOGS, LOGS, LOGS)], FAULT),
    ("the same by name", [LOGS, *subscriptions(LOGS, "/apps/shop", LOGS)], FAULT),
    ("a group of another stack", subscriptions("/a", "/a", "/a"), FAULT),
    ("of several groups", [LOGS, *subscriptions(LOGS, "/a", "/b", LOGS)], []),
    ("groups unknown", subscriptions(UNKNOWN, UNKNOWN, UNKNOWN), []),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_too_many_subscriptions(name, resources, expected):
    assert run_rule(too_many_subscriptions, resources) == expected
