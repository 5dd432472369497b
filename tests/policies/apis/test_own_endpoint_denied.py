import pytest

from policies.core import UNKNOWN
from policies.rules.apis.own_endpoint_denied import own_endpoint_denied
from tests.support.builders import policy_text
from tests.support.entrances import api, api_policy, endpoint
from tests.support.findings import run_rule


def text(effect, **condition):
    statement = {
        "Effect": effect,
        "Principal": "*",
        "Action": "execute-api:Invoke",
        "Resource": "*",
        "Condition": condition,
    }
    return policy_text(statement)


def on(policy, endpoints=("vpce-1",), **more):
    return [api(endpoints=endpoints, **more), api_policy(policy)]


HERE = {"aws:SourceVpce": "vpce-1"}
CASES = [
    ("nothing there", [], []),
    ("denies itself", on(text("Deny", StringEquals=HERE)), ["policy, statement 1, denies vpce-1"]),
    ("by pattern", on(text("Deny", StringLike=HERE)), ["policy, statement 1, denies vpce-1"]),
    ("denies the others", on(text("Deny", StringNotEquals=HERE)), []),
    ("denies another one", on(text("Deny", StringEquals={"aws:SourceVpce": ["vpce-2"]})), []),
    ("allows it", on(text("Allow", StringEquals=HERE)), []),
    ("a public API", on(text("Deny", StringEquals=HERE), kind="REGIONAL"), []),
    ("unknown, names an endpoint",
     [endpoint(), api(), api_policy(deps={"policy": [endpoint()]})], []),
    ("unknown", on(UNKNOWN), ["undecided: policy is not known at preview"]),
    ("unknown endpoint", on(text("Deny", StringEquals=HERE), endpoints=(UNKNOWN,)),
     ["undecided: endpointConfiguration.vpcEndpointIds[0] is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_own_endpoint_denied(name, resources, expected):
    assert run_rule(own_endpoint_denied, resources) == expected
