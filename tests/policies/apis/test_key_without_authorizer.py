import pytest

from policies.core import UNKNOWN
from policies.rules.apis.key_without_authorizer import key_without_authorizer
from tests.support.apis import PLACE, method
from tests.support.builders import resource
from tests.support.findings import run_rule


def api(source="AUTHORIZER", **props):
    owner = resource("aws:apigateway/restApi:RestApi", "rest", apiKeySource=source)
    return [owner, PLACE, method(**{"restApi": owner, "apiKeyRequired": True, **props})]


CASES = [
    ("nothing there", [], []),
    ("an authorizer", api(authorization="CUSTOM"), []),
    ("signed", api(), ["takes its key from an authorizer of rest, and has AWS_IAM"]),
    (
        "open",
        api(authorization="NONE"),
        ["takes its key from an authorizer of rest, and has NONE"],
    ),
    ("no key wanted", api(apiKeyRequired=False), []),
    ("keys from the header", api("HEADER"), []),
    ("default source", api(None), []),
    ("an API of elsewhere", api(restApi="abc"), []),
    ("unknown", api(UNKNOWN), ["undecided: apiKeySource is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_key_without_authorizer(name, resources, expected):
    assert run_rule(key_without_authorizer, resources) == expected
