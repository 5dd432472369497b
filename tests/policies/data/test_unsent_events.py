import json

import pytest

from policies.core import UNKNOWN
from policies.rules.data.unsent_events import unsent_events
from tests.support.builders import bucket, resource
from tests.support.findings import run_rule

PHOTOS = bucket("photos")
SILENT = ["waits for events of photos, which sends none to EventBridge"]


def listening(pattern, **props):
    text = json.dumps(pattern) if isinstance(pattern, dict) else pattern
    return resource("aws:cloudwatch/eventRule:EventRule", "r", eventPattern=text, **props)


def notification(**props):
    return resource("aws:s3/bucketNotification:BucketNotification", "n", bucket=PHOTOS, **props)


def of(name, kind="Object Created"):
    return listening(
        {"source": ["aws.s3"], "detail-type": [kind], "detail": {"bucket": {"name": [name]}}}
    )


CASES = [
    ("nothing there", [], []),
    ("switched on", [PHOTOS, notification(eventbridge=True), of("photos")], []),
    ("no notification", [PHOTOS, of("photos")], SILENT),
    ("switched off", [PHOTOS, notification(queues=[]), of("photos")], SILENT),
    ("another bucket", [PHOTOS, of("elsewhere")], []),
    ("calls from CloudTrail", [PHOTOS, of("photos", "AWS API Call via CloudTrail")], []),
    ("another source", [PHOTOS, listening({"source": ["shop"]})], []),
    ("no pattern", [PHOTOS, listening(None)], []),
    ("no JSON", [PHOTOS, listening("{")], []),
    (
        "pattern made from the bucket",
        [PHOTOS, listening(UNKNOWN, deps={"eventPattern": [PHOTOS]})],
        SILENT,
    ),
    (
        "switch unknown",
        [PHOTOS, notification(eventbridge=UNKNOWN), of("photos")],
        ["undecided: eventbridge is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unsent_events(name, resources, expected):
    assert run_rule(unsent_events, resources) == expected
