import pytest

from policies.core import UNKNOWN
from policies.rules.events.everything_outside import everything_outside
from tests.support.builders import arn, queue, resource
from tests.support.findings import run_rule

HOOK = resource("aws:cloudwatch/eventApiDestination:EventApiDestination", "hook")


def pair(pattern: object = '{"source": ["orders"]}', to: object = HOOK, **props):
    rule = resource("aws:cloudwatch/eventRule:EventRule", "r", name="r-1", eventPattern=pattern)
    target = resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule=rule, arn=to, **props)
    return [HOOK, queue("q"), rule, target]


CASES = [
    ("nothing there", [], []),
    ("all of it, whole", pair(), ["sends all events of r whole to hook"]),
    (
        "by ARN",
        pair(to=arn("events", "api-destination/hook/1")),
        ["sends all events of r whole to an API destination"],
    ),
    ("one kind", pair('{"source": ["orders"], "detail-type": ["Order placed"]}'), []),
    ("chosen fields", pair(inputTransformer={"inputTemplate": "{}"}), []),
    ("chosen fields, unknown", pair(inputTransformer=UNKNOWN), []),
    ("a part", pair(inputPath="$.detail"), []),
    ("inside AWS", pair(to=queue("q")), []),
    ("a rule of another stack", [HOOK, pair()[3]], []),
    ("pattern unknown", pair(UNKNOWN), ["undecided: eventPattern is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_everything_outside(name, resources, expected):
    assert run_rule(everything_outside, resources) == expected
