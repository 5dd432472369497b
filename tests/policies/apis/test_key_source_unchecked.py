import pytest

from policies.core import UNKNOWN
from policies.rules.apis.key_source_unchecked import key_source_unchecked
from tests.support.builders import resource
from tests.support.findings import run_rule

FOUND = "shop takes keys from its authorizer; this method asks for none"


def api(**props):
    return resource("aws:apigateway/restApi:RestApi", "shop", id=UNKNOWN, **props)


def method(of, **props):
    given = {"httpMethod": "GET", **props}
    type_ = "aws:apigateway/method:Method"
    deps = {"restApi": [of]} if of else {}
    return [*([of] if of else []), resource(type_, "get", restApi=UNKNOWN, deps=deps, **given)]


BY_AUTHORIZER = api(apiKeySource="AUTHORIZER")

CASES = [
    ("no method", [BY_AUTHORIZER], []),
    ("keys from the header", method(api()), []),
    ("no key asked for", method(BY_AUTHORIZER), [FOUND]),
    ("key asked for", method(BY_AUTHORIZER, apiKeyRequired=True), []),
    ("preflight", method(BY_AUTHORIZER, httpMethod="OPTIONS"), []),
    ("API of another stack", method(None), []),
    (
        "unknown source",
        method(api(apiKeySource=UNKNOWN)),
        ["undecided: apiKeySource is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_key_source_unchecked(name, resources, expected):
    assert run_rule(key_source_unchecked, resources) == expected
