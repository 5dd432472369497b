import json

import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.impossible_filter import impossible_filter
from tests.support.builders import resource
from tests.support.findings import run_rule


def filtered(policy):
    text = json.dumps(policy) if isinstance(policy, dict) else policy
    return [resource("aws:sns/topicSubscription:TopicSubscription", "s", filterPolicy=text)]


CASES = [
    ("nothing there", [], []),
    ("no filter", filtered(None), []),
    ("an empty one", filtered(""), []),
    ("a value", filtered({"kind": ["paid", {"prefix": "part"}]}), []),
    ("no value", filtered({"kind": []}), ["filterPolicy matches nothing"]),
    ("a range", filtered({"price": [{"numeric": [">", 0, "<=", 100]}]}), []),
    (
        "an empty range",
        filtered({"price": [{"numeric": [">", 100, "<", 0]}]}),
        ["filterPolicy matches nothing"],
    ),
    (
        "no list",
        filtered({"kind": "paid"}),
        ["filterPolicy is no filter: kind is not a list"],
    ),
    ("unknown", filtered(UNKNOWN), ["undecided: filterPolicy is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_impossible_filter(name, resources, expected):
    assert run_rule(impossible_filter, resources) == expected
