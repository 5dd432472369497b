import pytest

from policies.core import UNKNOWN
from policies.rules.functions.unmanaged_log_group import unmanaged_log_group
from tests.support.builders import function, resource
from tests.support.findings import run_rule


def group(name):
    return resource("aws:cloudwatch/logGroup:LogGroup", "logs", name=name)


def logging(to, **props):
    return function("worker", loggingConfig={"logFormat": "JSON", "logGroup": to}, **props)


LEFT = "logs to a group that this stack does not declare"

CASES = [
    ("nothing there", [], []),
    ("nothing said", [function("worker")], [LEFT]),
    (
        "a name of its own",
        [function("worker", name="shop")],
        ["logs to /aws/lambda/shop, which this stack does not declare"],
    ),
    ("the group by name", [function("worker", name="shop"), group("/aws/lambda/shop")], []),
    (
        "the group of another",
        [function("worker", name="shop"), group("/aws/lambda/stop")],
        ["logs to /aws/lambda/shop, which this stack does not declare"],
    ),
    ("the group by reference", [function("worker"), group(function("worker"))], []),
    ("in its configuration", [group("g"), logging(group(UNKNOWN))], []),
    ("a group made elsewhere", [logging("/apps/shop")], []),
    (
        "group unknown",
        [logging(UNKNOWN)],
        ["undecided: loggingConfig.logGroup is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unmanaged_log_group(name, resources, expected):
    assert run_rule(unmanaged_log_group, resources) == expected
