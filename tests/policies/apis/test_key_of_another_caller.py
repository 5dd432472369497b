import pytest

from policies.core import UNKNOWN
from policies.rules.apis.key_of_another_caller import key_of_another_caller
from tests.support.builders import resource
from tests.support.findings import run_rule

HEADER = "method.request.header.Authorization"


def authorizer(source="AUTHORIZER", **props):
    api = resource("aws:apigateway/restApi:RestApi", "shop", id=UNKNOWN, apiKeySource=source)
    given = {"restApi": UNKNOWN, "type": "REQUEST", **props}
    type_ = "aws:apigateway/authorizer:Authorizer"
    return [api, resource(type_, "copier", deps={"restApi": [api]}, **given)]


def found(seconds, names=HEADER):
    return [f"keeps answers with shop's keys for {seconds} s by {names} alone"]


CASES = [
    ("kept by default", authorizer(), found(300)),
    ("kept for a minute", authorizer(authorizerResultTtlInSeconds=60), found(60)),
    ("never kept", authorizer(authorizerResultTtlInSeconds=0), []),
    (
        "kept by the key itself",
        authorizer(identitySource="method.request.querystring.apiKey"),
        [],
    ),
    (
        "kept by something beside the key",
        authorizer(identitySource=f"{HEADER}, method.request.header.x-api-key"),
        [],
    ),
    ("keys from the header", authorizer(source="HEADER"), []),
    ("user pools name no key", authorizer(type="COGNITO_USER_POOLS"), []),
    (
        "unknown time",
        authorizer(authorizerResultTtlInSeconds=UNKNOWN),
        ["undecided: authorizerResultTtlInSeconds is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_key_of_another_caller(name, resources, expected):
    assert run_rule(key_of_another_caller, resources) == expected
