import pytest

from policies.core import UNKNOWN
from policies.rules.data.two_notifications import two_notifications
from tests.support.builders import bucket, resource
from tests.support.findings import run_rule

PHOTOS = bucket("photos", id="photos")


def notification(name, of):
    return resource("aws:s3/bucketNotification:BucketNotification", name, bucket=of)


TWO = ["its notifications are set by a and b"]

CASES = [
    ("nothing there", [], []),
    ("one", [PHOTOS, notification("a", PHOTOS)], []),
    ("two", [PHOTOS, notification("a", PHOTOS), notification("b", PHOTOS)], TWO),
    ("once by name", [PHOTOS, notification("a", PHOTOS), notification("b", "photos")], TWO),
    ("of another stack's bucket", [notification("a", "x"), notification("b", "x")], TWO),
    (
        "of two buckets",
        [PHOTOS, bucket("other"), notification("a", PHOTOS), notification("b", bucket("other"))],
        [],
    ),
    ("a bucket that is unknown", [notification("a", UNKNOWN), notification("b", UNKNOWN)], []),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_two_notifications(name, resources, expected):
    assert run_rule(two_notifications, resources) == expected
