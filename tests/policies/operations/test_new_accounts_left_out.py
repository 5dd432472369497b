import pytest

from policies.core import UNKNOWN
from policies.rules.operations.new_accounts_left_out import new_accounts_left_out
from tests.support.builders import resource
from tests.support.findings import run_rule


def stack_set(model: object = "SERVICE_MANAGED", **props):
    return resource(
        "aws:cloudformation/stackSet:StackSet", "alerts", permissionModel=model, **props
    )


FAULT = ["is SERVICE_MANAGED and has no autoDeployment.enabled"]

CASES = [
    ("nothing there", [], []),
    ("new accounts get it", [stack_set(autoDeployment={"enabled": True})], []),
    ("new accounts do not", [stack_set()], FAULT),
    ("switched off", [stack_set(autoDeployment={"enabled": False})], FAULT),
    ("accounts that are listed", [stack_set("SELF_MANAGED")], []),
    ("the default", [stack_set(None)], []),
    (
        "unknown",
        [stack_set(autoDeployment=UNKNOWN)],
        ["undecided: autoDeployment.enabled is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_new_accounts_left_out(name, resources, expected):
    assert run_rule(new_accounts_left_out, resources) == expected
