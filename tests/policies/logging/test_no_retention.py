import pytest

from policies.core import UNKNOWN
from policies.rules.logging.no_retention import no_retention
from tests.support.builders import resource
from tests.support.findings import run_rule


def group(**props):
    return resource("aws:cloudwatch/logGroup:LogGroup", "logs", **props)


FOREVER = "has no retention: its events never expire"
CASES = [
    ("nothing there", [], []),
    ("the default", [group()], [FOREVER]),
    ("0 is for ever", [group(retentionInDays=0)], [FOREVER]),
    ("a week", [group(retentionInDays=7)], []),
    ("as text", [group(retentionInDays="7")], []),
    ("the class that keeps two days anyway", [group(logGroupClass="DELIVERY")], []),
    ("another class", [group(logGroupClass="INFREQUENT_ACCESS")], [FOREVER]),
    (
        "unknown",
        [group(retentionInDays=UNKNOWN)],
        ["undecided: retentionInDays is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_no_retention(name, resources, expected):
    assert run_rule(no_retention, resources) == expected


@pytest.mark.parametrize(("given", "days"), [({}, 30), ({"days": 365}, 365)])
def test_the_days_that_are_set_can_be_configured(given, days):
    no_retention.configure(given)
    try:
        assert no_retention.changes(group(), None) == {"retentionInDays": days}
    finally:
        no_retention.configure({})
