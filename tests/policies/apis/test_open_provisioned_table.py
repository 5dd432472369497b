import pytest

from policies.core import UNKNOWN
from policies.rules.apis.open_provisioned_table import open_provisioned_table
from tests.support.apis import API, http_integration, route, stage
from tests.support.builders import allow, arn, function, policy_text, resource, role, role_policy
from tests.support.findings import run_rule

ROLE = role("worker-role")
WORK = function("worker", role=ROLE)
CALL = http_integration(None, "call", integrationUri=WORK)
WAY = [API, CALL, route(CALL, "GET /"), stage()]
ARN = arn("dynamodb", "table/orders")
FAULT = ["has fixed capacity; api is open and runs worker"]


def table(mode=None, **props):
    return resource(
        "aws:dynamodb/table:Table", "orders", name="orders", arn=ARN, billingMode=mode, **props
    )


def using(text=None, action="dynamodb:GetItem", on=ARN):
    text = policy_text(allow(action, on)) if text is None else text
    return [ROLE, WORK, role_policy("p", ROLE, text), *WAY]


CASES = [
    ("no table", using(), []),
    ("fixed capacity", [table(), *using()], FAULT),
    ("paid by request", [table("PAY_PER_REQUEST"), *using()], []),
    ("another table", [table(), *using(on=arn("dynamodb", "table/other"))], []),
    ("only described", [table(), *using(action="dynamodb:DescribeTable")], []),
    (
        "it grows",
        [
            table(),
            resource("aws:appautoscaling/target:Target", "t", resourceId="table/orders"),
            *using(),
        ],
        [],
    ),
    ("the API is limited", [table(), *using()[:-1], stage(routeSettings=[{"a": 1}])], []),
    ("a role of another stack", [table(), function("worker"), *WAY], []),
    (
        "the policy unknown",
        [
            table(),
            ROLE,
            WORK,
            *WAY,
            role_policy("p", ROLE, UNKNOWN, deps={"policy": [table()]}),
        ],
        ["undecided: policy is not known at preview"],
    ),
    (
        "the mode unknown",
        [table(UNKNOWN), *using()],
        ["undecided: billingMode is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_open_provisioned_table(name, resources, expected):
    assert run_rule(open_provisioned_table, resources) == expected
