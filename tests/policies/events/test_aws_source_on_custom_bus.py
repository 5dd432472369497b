import pytest

from policies.core import UNKNOWN
from policies.rules.events.aws_source_on_custom_bus import aws_source_on_custom_bus
from tests.support.builders import resource
from tests.support.findings import run_rule

BUS = resource("aws:cloudwatch/eventBus:EventBus", "shop", name="shop")
S3 = '{"source": ["aws.s3"]}'


def listening(pattern, bus: object = BUS):
    return resource(
        "aws:cloudwatch/eventRule:EventRule", "r", eventPattern=pattern, eventBusName=bus
    )


WRONG = ["waits for aws.s3 on a custom bus"]

CASES = [
    ("nothing there", [], []),
    ("on the default bus", [listening(S3, None)], []),
    ("on the default bus, spelt out", [listening(S3, "default")], []),
    ("on a bus of its own", [BUS, listening(S3)], WRONG),
    ("by name", [listening(S3, "shop")], WRONG),
    ("events of one's own", [BUS, listening('{"source": ["shop"]}')], []),
    ("both kinds", [BUS, listening('{"source": ["aws.s3", "shop"]}')], []),
    ("any source", [BUS, listening('{"detail-type": ["Object Created"]}')], []),
    ("a partner's", [BUS, listening('{"source": ["aws.partner/example.com/1"]}')], []),
    ("a schedule", [BUS, listening(None)], []),
    ("no JSON is another rule's", [BUS, listening("{")], []),
    (
        "forwarded from the default bus",
        [
            BUS,
            resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule="r", arn=BUS),
            listening(S3),
        ],
        [],
    ),
    (
        "other accounts may put",
        [
            BUS,
            resource("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "p", eventBusName=BUS),
            listening(S3),
        ],
        [],
    ),
    (
        "pattern unknown",
        [BUS, listening(UNKNOWN)],
        ["undecided: eventPattern is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_aws_source_on_custom_bus(name, resources, expected):
    assert run_rule(aws_source_on_custom_bus, resources) == expected
