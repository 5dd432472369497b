import pytest

from policies.core import UNKNOWN
from policies.rules.apis.private_api_without_source import private_api_without_source
from tests.support.builders import allow, policy_text, resource
from tests.support.findings import run_rule
from tests.support.fronts import endpoint

INVOKE = {"Principal": "*"}
ALL = allow("execute-api:Invoke", "execute-api:/*", **INVOKE)
ELSEWHERE = {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}
DENY = {**ALL, "Effect": "Deny", "Condition": ELSEWHERE}
HERE = {**ALL, "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}


def api(types="PRIVATE", **props):
    configuration = {"types": types}
    return resource(
        "aws:apigateway/restApi:RestApi", "api", endpointConfiguration=configuration, **props
    )


def with_policy(policy, **deps):
    return [
        api(),
        endpoint(),
        resource("aws:apigateway/restApiPolicy:RestApiPolicy", "policy", restApiId=api(),
                 policy=policy, **deps),
    ]  # fmt: skip


OPEN = ["policy, statement 1, lets everybody in from every VPC"]
CASES = [
    ("nothing there", [], []),
    ("a public API", [api("REGIONAL")], []),
    ("no policy", [api()], ["is PRIVATE and has no policy: every call is refused"]),
    ("a policy in its OpenAPI document", [api(body='{"x-amazon-apigateway-policy": {}}')], []),
    ("an OpenAPI document without", [api(body='{"paths": {}}')],
     ["is PRIVATE and has no policy: every call is refused"]),
    ("its own policy", [api(policy=policy_text(HERE))], []),
    ("everybody", [api(policy=policy_text(ALL))], OPEN),
    ("everybody, denied elsewhere", with_policy(policy_text(ALL, DENY)), []),
    ("everybody, in a resource of its own", with_policy(policy_text(ALL)), OPEN),
    ("denied elsewhere, but for one role only", with_policy(
        policy_text(ALL, {**DENY, "Principal": {"AWS": "arn:aws:iam::1:role/a"}})), OPEN),
    ("one account", with_policy(policy_text({**ALL, "Principal": {"AWS": "123456789012"}})), []),
    ("an endpoint made in the same run", with_policy(
        UNKNOWN, deps={"policy": [endpoint()]}), []),
    ("no JSON", with_policy("{"), ["undecided: policy is not JSON: Expecting property name "
     "enclosed in double quotes: line 1 column 2 (char 1)"]),
    ("unknown", with_policy(UNKNOWN), ["undecided: policy is not known at preview"]),
    ("unknown type", [api(UNKNOWN)],
     ["undecided: endpointConfiguration.types is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_private_api_without_source(name, resources, expected):
    assert run_rule(private_api_without_source, resources) == expected
