import pytest

from policies.core import UNKNOWN
from policies.rules.functions.provisioned_concurrency import provisioned_concurrency
from tests.support.builders import function, resource
from tests.support.findings import run_rule


def warm(qualifier="live", wanted=5, reserved=None):
    worker = function("worker", reservedConcurrentExecutions=reserved)
    config = resource(
        "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
        "warm",
        functionName=worker,
        qualifier=qualifier,
        provisionedConcurrentExecutions=wanted,
    )
    return [worker, config]


CASES = [
    ("nothing there", [], []),
    ("an alias", warm(), []),
    ("no version", warm("$LATEST"), ["is for $LATEST, which cannot have it"]),
    ("more than reserved", warm(reserved=3), ["wants 5, but worker has only 3 reserved"]),
    ("all that is reserved", warm(reserved=5), []),
    ("a function of another stack", warm()[1:], []),
    ("qualifier unknown", warm(UNKNOWN), ["undecided: qualifier is not known at preview"]),
    (
        "amount unknown",
        warm(wanted=UNKNOWN),
        ["undecided: provisionedConcurrentExecutions is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_provisioned_concurrency(name, resources, expected):
    assert run_rule(provisioned_concurrency, resources) == expected
