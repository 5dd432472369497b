import pytest

from policies.core import UNKNOWN
from policies.rules.data.public_access import public_access
from tests.support.builders import bucket, resource
from tests.support.findings import run_rule

ALL = {
    "blockPublicAcls": True,
    "blockPublicPolicy": True,
    "ignorePublicAcls": True,
    "restrictPublicBuckets": True,
}


def block(**changes):
    return [
        resource(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "b", **{**ALL, **changes}
        )
    ]


CASES = [
    ("nothing there", [], []),
    ("AWS blocks by itself", [bucket("b")], []),
    ("all four", block(), []),
    ("one off", block(blockPublicPolicy=False), ["does not set blockPublicPolicy"]),
    (
        "two left out",
        block(ignorePublicAcls=None, restrictPublicBuckets=None),
        ["does not set ignorePublicAcls, restrictPublicBuckets"],
    ),
    ("a public ACL", [bucket("b", acl="public-read")], ["acl is public-read"]),
    (
        "a public ACL of its own",
        [resource("aws:s3/bucketAcl:BucketAcl", "a", acl="public-read-write")],
        ["acl is public-read-write"],
    ),
    ("a private ACL", [bucket("b", acl="private")], []),
    (
        "unknown",
        block(blockPublicAcls=UNKNOWN),
        ["undecided: blockPublicAcls is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_public_access(name, resources, expected):
    assert run_rule(public_access, resources) == expected
