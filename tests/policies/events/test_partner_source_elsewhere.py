import pytest

from policies.core import UNKNOWN
from policies.rules.events.partner_source_elsewhere import partner_source_elsewhere
from tests.support.builders import resource
from tests.support.findings import run_rule

SOURCE = "aws.partner/example.com/1/tickets"
PARTNERS = resource("aws:cloudwatch/eventBus:EventBus", "p", name=SOURCE, eventSourceName=SOURCE)
SHOP = resource("aws:cloudwatch/eventBus:EventBus", "shop", name="shop")
BY_PREFIX = '{"source": [{"prefix": "aws.partner/example.com"}]}'


def rule(bus=None, pattern=f'{{"source": ["{SOURCE}"]}}'):
    return resource(
        "aws:cloudwatch/eventRule:EventRule", "r", eventPattern=pattern, eventBusName=bus
    )


def wrong(bus, source=SOURCE):
    return [f"waits for {source} on bus {bus}, which is no partner's"]


CASES = [
    ("nothing there", [], []),
    ("on the partner's bus", [PARTNERS, rule(PARTNERS)], []),
    ("by name", [rule(SOURCE)], []),
    ("on the default bus", [PARTNERS, rule()], wrong("default")),
    ("on a bus of one's own", [SHOP, rule(SHOP)], wrong("shop")),
    ("by prefix", [rule(None, BY_PREFIX)], wrong("default", "aws.partner/example.com")),
    ("events of AWS", [rule(None, '{"source": ["aws.s3"]}')], []),
    (
        "forwarded",
        [
            SHOP,
            resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule="other", arn=SHOP),
            rule(SHOP),
        ],
        [],
    ),
    (
        "bus unknown",
        [rule(UNKNOWN)],
        ["undecided: eventBusName is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_partner_source_elsewhere(name, resources, expected):
    assert run_rule(partner_source_elsewhere, resources) == expected
