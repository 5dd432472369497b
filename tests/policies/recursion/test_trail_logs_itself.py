import pytest

from policies.core import UNKNOWN
from policies.rules.recursion.trail_logs_itself import trail_logs_itself
from tests.support.builders import bucket, resource
from tests.support.findings import run_rule

FILES = bucket("trail-files", bucket="trail-files", arn="arn:aws:s3:::trail-files")
SHOP = bucket("shop", bucket="shop", arn="arn:aws:s3:::shop")
FAULT = ["records what is put into trail-files, where it puts its own files"]


ALL = [{"dataResources": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}]}]


def trail(**props):
    return resource("aws:cloudtrail/trail:Trail", "t", s3BucketName=FILES, **props)


def objects(*values, **more):
    data = [{"type": "AWS::S3::Object", "values": list(values)}]
    return trail(eventSelectors=[{"dataResources": data, **more}])


def advanced(*fields):
    kind = {"field": "resources.type", "equals": ["AWS::S3::Object"]}
    return trail(advancedEventSelectors=[{"fieldSelectors": [kind, *fields]}])


CASES = [
    ("nothing there", [], []),
    ("no data events", [FILES, trail()], []),
    ("all objects", [FILES, objects("arn:aws:s3")], FAULT),
    ("its own bucket", [FILES, objects("arn:aws:s3:::trail-files/")], FAULT),
    ("another bucket", [FILES, SHOP, objects("arn:aws:s3:::shop/")], []),
    ("only reading", [FILES, objects("arn:aws:s3", readWriteType="ReadOnly")], []),
    (
        "a trail that is off",
        [FILES, trail(enableLogging=False, eventSelectors=ALL)],
        [],
    ),
    ("all objects, advanced", [FILES, advanced()], FAULT),
    (
        "all but its own",
        [
            FILES,
            advanced({"field": "resources.ARN", "notStartsWiths": ["arn:aws:s3:::trail-files/"]}),
        ],
        [],
    ),
    (
        "its own, advanced",
        [FILES, advanced({"field": "resources.ARN", "startsWiths": ["arn:aws:s3:::trail-files/"]})],
        FAULT,
    ),
    ("only reading, advanced", [FILES, advanced({"field": "readOnly", "equals": ["true"]})], []),
    ("a bucket of another stack", [objects("arn:aws:s3")], []),
    (
        "an ARN unknown, of another bucket",
        [
            FILES,
            SHOP,
            trail(
                eventSelectors=[
                    {"dataResources": [{"type": "AWS::S3::Object", "values": [UNKNOWN]}]}
                ],
                deps={"eventSelectors": [SHOP]},
            ),
        ],
        [],
    ),
    (
        "an ARN unknown",
        [FILES, objects(UNKNOWN)],
        ["undecided: eventSelectors is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_trail_logs_itself(name, resources, expected):
    assert run_rule(trail_logs_itself, resources) == expected
