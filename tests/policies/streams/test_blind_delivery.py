import pytest

from policies.core import UNKNOWN
from policies.rules.streams.blind_delivery import blind_delivery
from tests.support.builders import resource
from tests.support.delivery import DELIVERY_STREAM, delivery
from tests.support.findings import run_rule

ON = {"enabled": True, "logGroupName": UNKNOWN, "logStreamName": "s3"}
BLIND = ["has no cloudwatchLoggingOptions: its errors go nowhere"]

CASES = [
    ("nothing there", [], []),
    ("no destination", [resource(DELIVERY_STREAM, "audit")], []),
    ("the default", [delivery("audit")], BLIND),
    ("to Splunk", [delivery("audit", to="splunk")], BLIND),
    ("off", [delivery("audit", cloudwatchLoggingOptions={**ON, "enabled": False})], BLIND),
    ("on", [delivery("audit", cloudwatchLoggingOptions=ON)], []),
    (
        "on, and to nowhere",
        [delivery("audit", cloudwatchLoggingOptions={"enabled": True})],
        ["logs errors, but names no logGroupName and no logStreamName"],
    ),
    (
        "unknown",
        [delivery("audit", cloudwatchLoggingOptions=UNKNOWN)],
        [
            "undecided: extendedS3Configuration.cloudwatchLoggingOptions.enabled "
            "is not known at preview"
        ],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_blind_delivery(name, resources, expected):
    assert run_rule(blind_delivery, resources) == expected
