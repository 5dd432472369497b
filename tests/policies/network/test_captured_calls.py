import pytest

from policies.core import UNKNOWN
from policies.rules.network.captured_calls import captured_calls
from tests.support.apis import API, REST_API, stage
from tests.support.builders import function, resource
from tests.support.findings import run_rule
from tests.support.private_backends import VPC, A, subnet

PRIVATE = resource(
    "aws:apigateway/restApi:RestApi", "rest", endpointConfiguration={"types": "PRIVATE"}
)
REST_STAGE = resource("aws:apigateway/stage:Stage", "live", restApi=REST_API)
CAUGHT = ["is told to call api, and apis catches the call"]


def program(told, *others, of=None, place=A, **props):
    given = {
        "vpcId": VPC,
        "serviceName": "com.amazonaws.eu-west-1.execute-api",
        "privateDnsEnabled": True,
        **props,
    }
    return [
        VPC,
        A,
        API,
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", "apis", **given),
        of
        or function(
            "worker",
            vpcConfig={"subnetIds": [place]},
            environment={"variables": {"URL": told}},
        ),
        *others,
    ]


CASES = [
    ("nothing there", [], []),
    ("an HTTP API", program(API), CAUGHT),
    ("an HTTP API's stage", program(stage(), stage()), CAUGHT),
    ("a REST API's stage", program(REST_STAGE, REST_API, REST_STAGE),
     ["is told to call rest, and apis catches the call"]),
    ("a private API", program(REST_STAGE, PRIVATE, REST_STAGE), []),
    ("no private DNS", program(API, privateDnsEnabled=False), []),
    ("default", program(API, privateDnsEnabled=None), []),
    ("an endpoint of another service", program(
        API, serviceName="com.amazonaws.eu-west-1.sqs"), []),
    ("another VPC", program(API, vpcId="vpc-9"), []),
    ("a function in another VPC", program(
        API, subnet("x", vpcId="vpc-9"), place=subnet("x", vpcId="vpc-9")), []),
    ("a function outside", program(API, of=function(
        "worker", environment={"variables": {"URL": API}})), []),
    ("told nothing", program("https://api.example.com"), []),
    ("unknown", program(API, privateDnsEnabled=UNKNOWN),
     ["undecided: privateDnsEnabled is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_captured_calls(name, resources, expected):
    assert run_rule(captured_calls, resources) == expected
