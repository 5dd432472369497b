import pytest

from policies.core import UNKNOWN
from policies.rules.iam.shared_role import shared_role
from tests.support.builders import arn, function, resource, role
from tests.support.findings import run_rule

ROLE = role("worker-role")
KNOWN = role("worker-role", arn=arn("iam", "role/worker-role"))
ELSEWHERE = "arn:aws:iam::123456789012:role/of-another-stack"


def machine(name, role):
    return resource("aws:sfn/stateMachine:StateMachine", name, roleArn=role)


CASES = [
    ("no function", [ROLE], []),
    ("one each", [ROLE, role("b"), function("a", role=ROLE), function("b", role=role("b"))], []),
    (
        "two on one, ARN unknown",
        [ROLE, function("worker", role=ROLE), function("mailer", role=ROLE)],
        ["is the role of mailer and worker"],
    ),
    (
        "two on one, ARN known",
        [KNOWN, function("worker", role=KNOWN), function("mailer", role=KNOWN)],
        ["is the role of mailer and worker"],
    ),
    (
        "a function and a state machine",
        [ROLE, function("worker", role=ROLE), machine("flow", ROLE)],
        ["is the role of flow and worker"],
    ),
    (
        "three",
        [ROLE, *(function(name, role=ROLE) for name in "cab")],
        ["is the role of a, b and c"],
    ),
    (
        "role of another stack",
        [function("worker", role=ELSEWHERE), function("mailer", role=ELSEWHERE)],
        [f"shares {ELSEWHERE}, which is the role of mailer and worker"],
    ),
    (
        "unknown",
        [function("worker", role=UNKNOWN), function("mailer", role=UNKNOWN)],
        ["undecided: role is not known at preview"] * 2,
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_shared_role(name, resources, expected):
    assert run_rule(shared_role, resources) == expected
