import json

import pytest

from policies.core import UNKNOWN
from policies.rules.apis.transport_function import only_carries
from tests.support.apis import http_integration, rest_integration
from tests.support.builders import allow, function, policy_text, role, role_policy
from tests.support.findings import run_rule

ROLE = role("worker-role")
WORKER = function("worker", role=ROLE)
BEHIND = http_integration(None, "f", integrationUri=WORKER)
REST_BEHIND = rest_integration(WORKER, type="AWS_PROXY")


def may(*actions):
    return role_policy("policy", ROLE, json.loads(policy_text(allow(list(actions)))))


def carries(service):
    return f"only carries what an API takes to {service}"


CASES = [
    ("nothing there", [], []),
    (
        "sends and logs",
        [ROLE, WORKER, BEHIND, may("sqs:SendMessage", "logs:PutLogEvents")],
        [carries("SQS")],
    ),
    (
        "behind a REST API",
        [ROLE, WORKER, REST_BEHIND, may("states:StartExecution")],
        [carries("Step Functions")],
    ),
    (
        "two ways to start",
        [ROLE, WORKER, BEHIND, may("states:StartExecution", "states:StartSyncExecution")],
        [carries("Step Functions")],
    ),
    ("reads, too", [ROLE, WORKER, BEHIND, may("sqs:SendMessage", "dynamodb:GetItem")], []),
    ("to two services", [ROLE, WORKER, BEHIND, may("sqs:SendMessage", "events:PutEvents")], []),
    ("logs only", [ROLE, WORKER, BEHIND, may("logs:PutLogEvents")], []),
    ("a pattern", [ROLE, WORKER, BEHIND, may("sqs:Send*")], []),
    ("not behind an API", [ROLE, WORKER, may("sqs:SendMessage")], []),
    ("no policy", [ROLE, WORKER, BEHIND], []),
    ("a function of another stack", [http_integration(None, integrationUri="arn:x")], []),
    (
        "policy unknown",
        [ROLE, WORKER, BEHIND, role_policy("policy", ROLE, UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_only_carries(name, resources, expected):
    assert run_rule(only_carries, resources) == expected
