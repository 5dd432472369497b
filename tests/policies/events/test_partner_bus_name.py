import pytest

from policies.core import UNKNOWN
from policies.rules.events.partner_bus_name import partner_bus_name
from tests.support.builders import resource
from tests.support.findings import run_rule

SOURCE = "aws.partner/example.com/1/tickets"


def bus(**props):
    return resource("aws:cloudwatch/eventBus:EventBus", "b", **props)


CASES = [
    ("nothing there", [], []),
    ("a bus of one's own", [bus(name="shop")], []),
    ("the same name", [bus(name=SOURCE, eventSourceName=SOURCE)], []),
    (
        "another",
        [bus(name="tickets", eventSourceName=SOURCE)],
        [f"is named tickets, and its eventSourceName is {SOURCE}"],
    ),
    (
        "none",
        [bus(eventSourceName=SOURCE)],
        [f"is named by chance, and its eventSourceName is {SOURCE}"],
    ),
    (
        "unknown",
        [bus(name=UNKNOWN, eventSourceName=SOURCE)],
        ["undecided: name is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_partner_bus_name(name, resources, expected):
    assert run_rule(partner_bus_name, resources) == expected
