import pytest

from policies.core import UNKNOWN
from policies.rules.apis.open_graphql import open_graphql
from tests.support.builders import resource
from tests.support.findings import run_rule

SHUT = {"introspectionConfig": "DISABLED", "queryDepthLimit": 10}
KEYS = {"additionalAuthenticationProviders": [{"authenticationType": "API_KEY"}]}


def api(kind, **props):
    return [resource("aws:appsync/graphQLApi:GraphQLApi", "a", authenticationType=kind, **props)]


CASES = [
    ("nothing there", [], []),
    ("IAM", api("AWS_IAM"), []),
    ("IAM first, keys too", api("AWS_IAM", **KEYS, **SHUT), []),
    (
        "keys first",
        api("API_KEY", **SHUT),
        ["takes an API key by default: a field without directives is open to all who have it"],
    ),
    (
        "keys, schema and depth",
        api("AWS_IAM", **KEYS),
        ["tells its schema to all who have a key", "has no queryDepthLimit for callers with a key"],
    ),
    ("unknown", api(UNKNOWN), ["undecided: authenticationType is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_open_graphql(name, resources, expected):
    assert run_rule(open_graphql, resources) == expected
