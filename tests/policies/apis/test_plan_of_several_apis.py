import pytest

from policies.core import UNKNOWN
from policies.rules.apis.plan_of_several_apis import plan_of_several_apis
from tests.support.builders import resource
from tests.support.findings import run_rule


def api(name="shop", **props):
    return resource("aws:apigateway/restApi:RestApi", name, **props)


def stage(of, name="live"):
    return resource("aws:apigateway/stage:Stage", name, restApi=of, stageName="live")


def plan(*places):
    stages = [{"apiId": of, "stage": at} for of, at in places]
    return resource("aws:apigateway/usagePlan:UsagePlan", "plan", apiStages=stages)


SHOP, STOCK = api(), api("stock")
BOTH = ["its keys open shop and stock"]
CASES = [
    ("nothing there", [], []),
    ("no stage", [plan()], []),
    ("one API", [SHOP, plan((SHOP, "live"))], []),
    ("one API, named with its stage", [SHOP, stage(SHOP), plan((SHOP, stage(SHOP)))], []),
    ("two stages of one API", [SHOP, plan((SHOP, "live"), (SHOP, "test"))], []),
    ("two APIs", [SHOP, STOCK, plan((SHOP, "live"), (STOCK, "live"))], BOTH),
    ("two APIs, by their stages", [SHOP, STOCK, stage(SHOP), stage(STOCK, "other"),
     plan((UNKNOWN, stage(SHOP)), (UNKNOWN, stage(STOCK, "other")))], BOTH),
    ("two APIs of elsewhere", [plan(("abc123", "live"), ("def456", "live"))],
     ["its keys open abc123 and def456"]),
    ("one of elsewhere", [SHOP, plan((SHOP, "live"), ("abc123", "live"))],
     ["its keys open abc123 and shop"]),
    ("created", [api(id="abc123"), plan(("abc123", "live"), ("abc123", "test"))], []),
    ("unknown", [plan((UNKNOWN, "live"), (UNKNOWN, "live"))],
     ["undecided: apiStages is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_plan_of_several_apis(name, resources, expected):
    assert run_rule(plan_of_several_apis, resources) == expected
