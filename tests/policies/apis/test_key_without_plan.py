import pytest

from policies.core import UNKNOWN
from policies.rules.apis.key_without_plan import key_without_plan
from tests.support.builders import resource
from tests.support.findings import run_rule

API = resource("aws:apigateway/restApi:RestApi", "shop", id=UNKNOWN)
OTHER = resource("aws:apigateway/restApi:RestApi", "other", id=UNKNOWN)
NO_PLAN = "wants a key, and no usage plan covers shop"
NO_KEY = "wants a key, and plan has none"


def method(required=True, of=API):
    deps = {"restApi": [of]} if of else {}
    props = {"httpMethod": "GET", "apiKeyRequired": required}
    return resource("aws:apigateway/method:Method", "get", restApi=UNKNOWN, deps=deps, **props)


def plan(of):
    stages = [{"apiId": UNKNOWN, "stage": "live"}]
    deps = {"apiStages": [of]}
    return resource("aws:apigateway/usagePlan:UsagePlan", "plan", apiStages=stages, deps=deps)


def key(of):
    type_ = "aws:apigateway/usagePlanKey:UsagePlanKey"
    return resource(type_, "key", usagePlanId=UNKNOWN, deps={"usagePlanId": [of]})


CASES = [
    ("no method", [API], []),
    ("no key wanted", [API, method(required=False)], []),
    ("no plan", [API, method()], [NO_PLAN]),
    ("plan of another API", [API, OTHER, method(), plan(OTHER), key(plan(OTHER))], [NO_PLAN]),
    ("plan without keys", [API, method(), plan(API)], [NO_KEY]),
    ("plan with a key", [API, method(), plan(API), key(plan(API))], []),
    ("API of another stack", [method(of=None)], []),
    (
        "unknown whether a key is wanted",
        [API, method(required=UNKNOWN)],
        ["undecided: apiKeyRequired is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_key_without_plan(name, resources, expected):
    assert run_rule(key_without_plan, resources) == expected
