import pytest

from policies.core import UNKNOWN
from policies.rules.data.open_cors import open_cors
from tests.support.builders import resource
from tests.support.findings import run_rule


def cors(methods, origins: object = "*"):
    rule = {"allowedMethods": methods, "allowedOrigins": [origins]}
    return resource("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", "c", corsRules=[rule])


CASES = [
    ("nothing there", [], []),
    ("everybody reads", [cors(["GET", "HEAD"])], []),
    (
        "everybody writes",
        [cors(["GET", "PUT", "POST"])],
        ["corsRules[0] lets every origin call POST, PUT"],
    ),
    ("one's own site writes", [cors(["PUT"], "https://shop.example.com")], []),
    (
        "unknown",
        [
            resource(
                "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", "c", corsRules=UNKNOWN
            )
        ],
        ["undecided: corsRules is not known at preview"],
    ),
    (
        "an origin unknown",
        [cors(["PUT"], UNKNOWN)],
        ["undecided: corsRules[0].allowedOrigins[0] is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_open_cors(name, resources, expected):
    assert run_rule(open_cors, resources) == expected
