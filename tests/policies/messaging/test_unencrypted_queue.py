import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.unencrypted_queue import unencrypted_queue
from tests.support.builders import queue
from tests.support.findings import run_rule

OFF = "sqsManagedSseEnabled is false, and no KMS key is named"
CASES = [
    ("nothing there", [], []),
    ("the default", [queue("jobs")], []),
    ("switched off", [queue("jobs", sqsManagedSseEnabled=False)], [OFF]),
    (
        "no key is an empty one",
        [queue("jobs", sqsManagedSseEnabled=False, kmsMasterKeyId="")],
        [OFF],
    ),
    (
        "a key of its own",
        [queue("jobs", sqsManagedSseEnabled=False, kmsMasterKeyId="alias/jobs")],
        [],
    ),
    (
        "a key that is unknown",
        [queue("jobs", sqsManagedSseEnabled=False, kmsMasterKeyId=UNKNOWN)],
        [],
    ),
    (
        "unknown",
        [queue("jobs", sqsManagedSseEnabled=UNKNOWN)],
        ["undecided: sqsManagedSseEnabled is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unencrypted_queue(name, resources, expected):
    assert run_rule(unencrypted_queue, resources) == expected
