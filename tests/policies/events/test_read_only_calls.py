import json

import pytest

from policies.core import UNKNOWN
from policies.rules.events.read_only_calls import read_only_calls
from tests.support.builders import resource
from tests.support.findings import run_rule

ALL = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
KIND = "aws:cloudwatch/eventRule:EventRule"


def calls(state=None, kind="AWS API Call via CloudTrail", **detail):
    pattern = json.dumps({"detail-type": [kind], "detail": detail})
    return [resource(KIND, "r", eventPattern=pattern, state=state)]


KEYS = ["waits for GetSecretValue, which do not come in its state"]

CASES = [
    ("nothing there", [], []),
    ("a schedule", [resource(KIND, "r", scheduleExpression="rate(1 hour)")], []),
    ("a read", calls(eventName=["GetSecretValue"]), KEYS),
    ("a read and a write", calls(eventName=["PutSecretValue", "GetSecretValue"]), KEYS),
    ("enabled, spelt out", calls("ENABLED", eventName=["GetSecretValue"]), KEYS),
    ("all calls wanted", calls(ALL, eventName=["GetSecretValue"]), []),
    ("switched off", calls("DISABLED", eventName=["GetSecretValue"]), []),
    ("writes", calls(eventName=["PutSecretValue", {"prefix": "Delete"}]), []),
    (
        "whatever only reads",
        calls(readOnly=[True]),
        ["waits for readOnly, which does not come in its state"],
    ),
    ("whatever does not only read", calls(readOnly=[False]), []),
    (
        "objects of a bucket, which a trail records by itself",
        calls(eventSource=["s3.amazonaws.com"], eventName=["GetObject"]),
        [],
    ),
    ("events of one's own", calls(kind="shop", eventName=["GetSecretValue"]), []),
    ("no JSON", [resource(KIND, "r", eventPattern="AWS API Call via CloudTrail")], []),
    (
        "unknown",
        [resource(KIND, "r", eventPattern=UNKNOWN)],
        ["undecided: eventPattern is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_read_only_calls(name, resources, expected):
    assert run_rule(read_only_calls, resources) == expected
