import pytest

from policies.core import UNKNOWN
from policies.rules.apis.private_source_ip import private_source_ip
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


PUBLIC = text("Allow", IpAddress={"aws:SourceIp": "10.0.0.0/8"})
SAID = ["policy, statement 1, asks for aws:SourceIp"]
CASES = [
    ("nothing there", [], []),
    ("no policy", [api()], []),
    ("in a policy of its own", [api(), api_policy(PUBLIC)], SAID),
    ("in the API", [api(policy=PUBLIC)], SAID),
    ("in a Deny", [api(), api_policy(text("Deny", NotIpAddress={"aws:sourceip": ["10.0.0.0/8"]}))],
     SAID),
    ("private addresses", [api(policy=text("Allow", IpAddress={"aws:VpcSourceIp": "10.0.0.0/8"}))],
     []),
    ("a public API", [api(kind="REGIONAL", policy=PUBLIC)], []),
    ("unknown, names an endpoint",
     [endpoint(), api(), api_policy(deps={"policy": [endpoint()]})], []),
    ("unknown", [api(), api_policy(UNKNOWN)], ["undecided: policy is not known at preview"]),
    ("no JSON", [api(), api_policy("[")],
     ["undecided: policy is not JSON: Expecting value: line 1 column 2 (char 1)"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_private_source_ip(name, resources, expected):
    assert run_rule(private_source_ip, resources) == expected
