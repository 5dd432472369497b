import pytest

from policies.core import UNKNOWN
from policies.rules.apis.identity_source_unset import identity_source_unset
from tests.support.builders import resource
from tests.support.findings import run_rule

EMPTY = "has an empty identitySource: its function runs for calls without a key, too"


def api(source="AUTHORIZER"):
    return resource("aws:apigateway/restApi:RestApi", "shop", apiKeySource=source)


def authorizer(source=None, of=None, **props):
    of = of or api()
    given = {"restApi": UNKNOWN, "type": "REQUEST", "identitySource": source, **props}
    type_ = "aws:apigateway/authorizer:Authorizer"
    return [of, resource(type_, "keys", deps={"restApi": [of]}, **given)]


CASES = [
    ("nothing there", [api()], []),
    ("named", authorizer("method.request.querystring.apiKey"), []),
    ("left to the provider", authorizer(), []),
    ("empty", authorizer("", authorizerResultTtlInSeconds=0), [EMPTY]),
    ("keys from the header", authorizer(of=api("HEADER")), []),
    ("for tokens", authorizer(type="TOKEN"), []),
    ("API of another stack", authorizer()[1:], []),
    ("unknown", authorizer(UNKNOWN), ["undecided: identitySource is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_identity_source_unset(name, resources, expected):
    assert run_rule(identity_source_unset, resources) == expected
