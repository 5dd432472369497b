import pytest

from policies.core import UNKNOWN
from policies.rules.network.public_endpoint_service import public_endpoint_service
from tests.support.builders import resource
from tests.support.findings import run_rule

OPEN = ["every account may make an endpoint (*)"]


def service(**props):
    return [resource("aws:ec2/vpcEndpointService:VpcEndpointService", "service", **props)]


def principal(arn):
    token = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"
    return [resource(token, "principal", principalArn=arn)]


CASES = [
    ("nothing there", [], []),
    ("default", service(), []),
    ("one account", service(allowedPrincipals=["arn:aws:iam::210987654321:root"]), []),
    ("everybody", service(allowedPrincipals=["arn:aws:iam::210987654321:root", "*"]), OPEN),
    ("everybody, by itself", principal("*"), OPEN),
    ("one account, by itself", principal("arn:aws:iam::210987654321:root"), []),
    ("unknown", service(allowedPrincipals=[UNKNOWN]),
     ["undecided: allowedPrincipals[0] is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_public_endpoint_service(name, resources, expected):
    assert run_rule(public_endpoint_service, resources) == expected
