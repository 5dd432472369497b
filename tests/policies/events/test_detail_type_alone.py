import json

import pytest

from policies.core import UNKNOWN
from policies.rules.events.detail_type_alone import detail_type_alone
from tests.support.builders import resource
from tests.support.findings import run_rule

ALONE = ["eventPattern has detail-type and nothing else"]


def rule(pattern=None, **props):
    text = pattern if pattern in (None, UNKNOWN, "{") else json.dumps(pattern)
    return [resource("aws:cloudwatch/eventRule:EventRule", "r", eventPattern=text, **props)]


TYPE = {"detail-type": ["order-placed"]}
CASES = [
    ("nothing there", [], []),
    ("a schedule", rule(scheduleExpression="rate(1 day)"), []),
    ("alone", rule(TYPE), ALONE),
    ("alone in one of two branches", rule({"$or": [TYPE, {"source": ["shop"]}]}), ALONE),
    ("with source", rule({**TYPE, "source": ["shop"]}), []),
    ("with a field of detail", rule({**TYPE, "detail": {"eventSource": ["s3"]}}), []),
    ("with the account", rule({**TYPE, "account": ["123456789012"]}), []),
    ("source alone", rule({"source": ["shop"]}), []),
    ("no pattern", rule("{"), []),
    ("unknown", rule(UNKNOWN), ["undecided: eventPattern is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_detail_type_alone(name, resources, expected):
    assert run_rule(detail_type_alone, resources) == expected
