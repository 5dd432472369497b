import json

import pytest

from policies.core import UNKNOWN
from policies.rules.events.objects_by_trail import objects_by_trail
from policies.views.patterns import BY_TRAIL
from tests.support.builders import resource
from tests.support.findings import run_rule


def rule(*calls, source="aws.s3", kind=BY_TRAIL, **detail):
    pattern = {
        "source": [source],
        "detail-type": [kind],
        "detail": {"eventName": list(calls), **detail},
    }
    return with_pattern(json.dumps(pattern))


def with_pattern(pattern):
    return resource("aws:cloudwatch/eventRule:EventRule", "r", eventPattern=pattern)


CASES = [
    ("nothing there", [], []),
    ("a schedule", [with_pattern(None)], []),
    ("objects", [rule("PutObject")], ["waits for PutObject as CloudTrail tells them"]),
    (
        "objects in all ways",
        [rule("PutObject", "CopyObject")],
        ["waits for PutObject and CopyObject as CloudTrail tells them"],
    ),
    ("the bucket's own events", [rule("PutObject", kind="Object Created")], []),
    ("who it was", [rule("PutObject", userIdentity={"type": ["Root"]})], []),
    ("reading, which has no other event", [rule("GetObject")], []),
    ("the bucket itself", [rule("PutBucketPolicy")], []),
    ("another service", [rule("PutObject", source="aws.ecr")], []),
    ("no JSON", [with_pattern("{")], []),
    (
        "unknown",
        [with_pattern(UNKNOWN)],
        ["undecided: eventPattern is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_objects_by_trail(name, resources, expected):
    assert run_rule(objects_by_trail, resources) == expected
