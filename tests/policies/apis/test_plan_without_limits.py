import pytest

from policies.core import UNKNOWN
from policies.rules.apis.plan_without_limits import plan_without_limits
from tests.support.builders import resource
from tests.support.findings import run_rule

FOUND = "has neither throttleSettings nor quotaSettings"


def plan(**props):
    return [resource("aws:apigateway/usagePlan:UsagePlan", "plan", **props)]


CASES = [
    ("no plan", [], []),
    ("nothing set", plan(), [FOUND]),
    ("rate", plan(throttleSettings={"rateLimit": 5}), []),
    ("quota", plan(quotaSettings={"limit": 5, "period": "DAY"}), []),
    ("unknown numbers still limit", plan(throttleSettings={"rateLimit": UNKNOWN}), []),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_plan_without_limits(name, resources, expected):
    assert run_rule(plan_without_limits, resources) == expected
