import json

import pytest

from policies.core import UNKNOWN
from policies.rules.functions.impossible_filter import impossible_filter
from tests.support.builders import arn, function, mapping, queue, resource
from tests.support.findings import run_rule

JOBS = queue("jobs")
ORDERS = resource("aws:dynamodb/table:Table", "orders")
TYPED = {"dynamodb": {"NewImage": {"status": {"S": ["paid"]}}}}
UNTYPED = {"dynamodb": {"NewImage": {"status": ["paid"]}}}


def filtered(*patterns, source=JOBS):
    texts = [json.dumps(p) if isinstance(p, dict) else p for p in patterns]
    filters = {"filters": [{"pattern": text} for text in texts]}
    return [
        JOBS,
        ORDERS,
        mapping("m", source=source, target=function("f"), filterCriteria=filters),
    ]


CASES = [
    ("nothing there", [], []),
    ("no filter", [mapping("m", source=JOBS, target=function("f"))], []),
    ("a filter", filtered({"body": {"kind": ["paid"]}}), []),
    ("no value", filtered({"body": {"kind": []}}), ["its filter matches nothing"]),
    ("one of two passes", filtered({"body": {"kind": []}}, {"body": {"kind": ["a"]}}), []),
    (
        "a value that is no list",
        filtered({"body": {"kind": "paid"}}),
        ["its filter is no filter: body.kind is not a list"],
    ),
    (
        "no JSON",
        filtered("nonsense"),
        ["its filter is no filter: Expecting value: line 1 column 1 (char 0)"],
    ),
    ("a change by type", filtered(TYPED, source=ORDERS), []),
    (
        "a change without type",
        filtered(UNTYPED, source=ORDERS),
        ['its filter compares NewImage.status, which is an object by type: {"S": [...]}'],
    ),
    (
        "a change by another name",
        filtered({"eventName": ["INSERTED"]}, source=arn("dynamodb", "table/o/stream/1")),
        ["its filter waits for eventName INSERTED, and there are INSERT, MODIFY, REMOVE"],
    ),
    (
        "a change inside an attribute",
        filtered({"dynamodb": {"NewImage": {"at": {"city": ["x"]}}}}, source=ORDERS),
        ["its filter looks for NewImage.at.city, which is no type"],
    ),
    ("the same for a queue is sound", filtered(UNTYPED), []),
    (
        "unknown",
        filtered(UNKNOWN),
        ["undecided: filterCriteria.filters[0].pattern is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_impossible_filter(name, resources, expected):
    assert run_rule(impossible_filter, resources) == expected
