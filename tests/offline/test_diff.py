"""What an update changes, and what replaces the resource."""

import pytest

from offline.provider import diff, schema, wire

QUEUE = "aws:sqs/queue:Queue"
FUNCTION = "aws:lambda/function:Function"
TABLE = "aws:dynamodb/table:Table"


def archive(hash_, path="code"):
    return {wire.SIGNATURE: wire.ARCHIVE, "hash": hash_, "path": path}


def secret(value):
    return {wire.SIGNATURE: wire.SECRET, "value": value}


CASES = [
    ("nothing", QUEUE, {"delaySeconds": 1}, {"delaySeconds": 1}, []),
    ("a value", QUEUE, {"delaySeconds": 1}, {"delaySeconds": 2},
     [("delaySeconds", "update", False)]),
    ("added", QUEUE, {}, {"delaySeconds": 2}, [("delaySeconds", "add", False)]),
    ("taken away", QUEUE, {"delaySeconds": 2}, {}, [("delaySeconds", "delete", False)]),
    ("a name", QUEUE, {"name": "a"}, {"name": "b"}, [("name", "update", True)]),
    ("a region", QUEUE, {}, {"region": "us-east-1"}, [("region", "add", True)]),
    ("a secret with the same value", QUEUE, {"policy": "{}"}, {"policy": secret("{}")}, []),
    ("what the provider keeps for itself", QUEUE, {"__defaults": []}, {"__defaults": ["x"]}, []),
    ("inside a map", FUNCTION, {"environment": {"variables": {"A": "1", "B": "2"}}},
     {"environment": {"variables": {"A": "1", "B": "3"}}},
     [("environment.variables.B", "update", False)]),
    ("inside a list", TABLE, {"attributes": [{"name": "a", "type": "S"}]},
     {"attributes": [{"name": "a", "type": "N"}]}, [("attributes[0].type", "update", False)]),
    ("a longer list", TABLE, {"attributes": [1]}, {"attributes": [1, 2]},
     [("attributes", "update", False)]),
    ("a key with a dot", QUEUE, {"tags": {"a.b": "1"}}, {"tags": {"a.b": "2"}},
     [('tags["a.b"]', "update", False)]),
    ("unknown now", QUEUE, {"policy": "{}"}, {"policy": wire.UNKNOWN},
     [("policy", "update", False)]),
    ("a table's key", TABLE, {"hashKey": "a"}, {"hashKey": "b"}, [("hashKey", "update", True)]),
    ("package type", FUNCTION, {"packageType": "Zip"}, {"packageType": "Image"},
     [("packageType", "update", True)]),
    ("the same code elsewhere", FUNCTION, {"code": archive("1")}, {"code": archive("1", "x")}, []),
    ("other code", FUNCTION, {"code": archive("1")}, {"code": archive("2")},
     [("code", "update", False)]),
    ("what pulumi_aws calls forced-new", "aws:elasticache/cluster:Cluster", {"snapshotName": "a"},
     {"snapshotName": "b"}, [("snapshotName", "update", True)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "token", "olds", "news", "expected"), CASES, ids=[c[0] for c in CASES]
)
def test_changes(name, token, olds, news, expected):
    found = diff.changes(schema.resource_type(token), olds, news)
    assert [(c.path, c.kind, c.replaces) for c in found] == expected


@pytest.mark.parametrize(
    ("news", "given"),
    [({"name": "a"}, True), ({"name": "a", "__defaults": ["name"]}, False), ({}, False)],
)
def test_only_a_given_name_would_be_taken_twice(news, given):
    assert diff.name_was_given(schema.resource_type(QUEUE), news) == given
