import pytest

from policies.core import UNKNOWN
from policies.rules.events.log_group_target import log_group_target
from tests.support.builders import arn, queue, resource, role
from tests.support.findings import run_rule

LOGS = resource("aws:cloudwatch/logGroup:LogGroup", "logs")
ROLE = role("r", "events.amazonaws.com")
REFUSED = ["has a roleArn, which AWS refuses for a log group"]
BY_ARN = arn("logs", "log-group:/aws/events/audit")


def target(to, **props):
    return resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule="r", arn=to, **props)


CASES = [
    ("nothing there", [], []),
    ("without a role", [LOGS, target(LOGS)], []),
    ("with a role", [LOGS, ROLE, target(LOGS, roleArn=ROLE)], REFUSED),
    ("a role that is unknown is one", [target(BY_ARN, roleArn=UNKNOWN)], REFUSED),
    ("by ARN", [target(BY_ARN)], []),
    (
        "by the ARN of its streams",
        [target(f"{BY_ARN}:*")],
        [f"names {BY_ARN}:*; a target is the ARN without :*"],
    ),
    ("a queue may have one", [queue("q"), ROLE, target(queue("q"), roleArn=ROLE)], []),
    ("what it is for is unknown", [target(UNKNOWN)], []),
    (
        "unknown with a role",
        [ROLE, target(UNKNOWN, roleArn=ROLE)],
        ["undecided: arn is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_log_group_target(name, resources, expected):
    assert run_rule(log_group_target, resources) == expected
