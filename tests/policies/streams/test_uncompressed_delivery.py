import pytest

from policies.core import UNKNOWN
from policies.rules.streams.uncompressed_delivery import uncompressed_delivery
from tests.support.delivery import delivery
from tests.support.findings import run_rule

PLAIN = ["delivers to S3 without compression"]

CASES = [
    ("nothing there", [], []),
    ("the default", [delivery("audit")], PLAIN),
    ("spelt out", [delivery("audit", compressionFormat="UNCOMPRESSED")], PLAIN),
    ("compressed", [delivery("audit", compressionFormat="GZIP")], []),
    ("Parquet", [delivery("audit", dataFormatConversionConfiguration={})], []),
    ("not to a bucket", [delivery("audit", to="httpEndpoint")], []),
    (
        "unknown",
        [delivery("audit", compressionFormat=UNKNOWN)],
        ["undecided: extendedS3Configuration.compressionFormat is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_uncompressed_delivery(name, resources, expected):
    assert run_rule(uncompressed_delivery, resources) == expected
