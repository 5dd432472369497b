import pytest

from policies.core import UNKNOWN
from policies.rules.apis.other_endpoint import other_endpoint
from tests.support.builders import allow, policy_text, resource
from tests.support.findings import run_rule
from tests.support.fronts import endpoint, front, listener_rule

API = resource("aws:apigateway/restApi:RestApi", "api")
TRANSFORMS = [
    {"type": "host-header-rewrite", "hostHeaderRewriteConfig": {"rewrite": {"replace": API}}}
]
RULE = listener_rule(transforms=TRANSFORMS)
KNOWN = endpoint(id="vpce-1")


def text(place):
    condition = {"StringEquals": {"aws:SourceVpce": place}}
    return policy_text(allow("execute-api:Invoke", Principal="*", Condition=condition))


def policy(value=UNKNOWN, **props):
    return resource(
        "aws:apigateway/restApiPolicy:RestApiPolicy", "policy", restApiId=API, policy=value, **props
    )


def wired(*others):
    return front(API, RULE, *others)


OTHER = endpoint("other")
CASES = [
    ("nothing there", [], []),
    ("no policy", wired(), []),
    ("the right one, made in the same run", wired(policy(deps={"policy": [endpoint()]})), []),
    ("another one of the same run", wired(OTHER, policy(deps={"policy": [OTHER]})),
     ["names other; calls come over endpoint"]),
    ("both", wired(OTHER, policy(deps={"policy": [OTHER, endpoint()]})), []),
    ("the right id", wired(KNOWN, policy(text("vpce-1"))), []),
    ("another id", wired(KNOWN, policy(text(["vpce-8", "vpce-9"]))),
     ["names vpce-8, vpce-9; calls come over endpoint"]),
    ("a VPC in place of an endpoint", wired(KNOWN, policy(policy_text(allow(
        "execute-api:Invoke", Principal="*",
        Condition={"StringEquals": {"aws:SourceVpc": "vpc-1"}})))), []),
    ("an API behind something else", front(API, policy(text("vpce-9"))), []),
    ("an endpoint without an id yet", wired(policy(text("vpce-9"))),
     ["undecided: id is not known at preview"]),
    ("unknown", wired(policy()), ["undecided: policy is not known at preview"]),
    ("no JSON", wired(policy("[")),
     ["undecided: policy is not JSON: Expecting value: line 1 column 2 (char 1)"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_other_endpoint(name, resources, expected):
    assert run_rule(other_endpoint, resources) == expected
