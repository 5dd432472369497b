"""Network: what a VPC of its own has."""

import pytest
from pydantic import ValidationError

from components.foundation.network import Network, NetworkArgs, NewNetwork
from components.settings import Context
from tests.support.recorder import deploy, inside

ABROAD = NewNetwork(interface_endpoints=("sqs", "logs"), gateway_endpoints=("s3",))
ENDPOINTS = NewNetwork(interface_endpoints=("sqs",), gateway_endpoints=("s3",))


@pytest.mark.parametrize("context", [Context(region="eu-west-1"), None], ids=["inside", "alone"])
def test_endpoints_are_those_of_the_region_that_the_vpc_lies_in(context):
    def build():
        Network("net", NetworkArgs(network=ENDPOINTS), inside(context) if context else None)

    found = deploy(build).of("ec2/vpcEndpoint:VpcEndpoint")
    assert {name: inputs["serviceName"] for name, inputs in found.items()} == {
        "net-sqs": "com.amazonaws.eu-west-1.sqs",
        "net-s3": "com.amazonaws.eu-west-1.s3",
    }


def test_some_interface_endpoints_have_another_name_in_china():
    def build():
        Network("net", NetworkArgs(network=ABROAD), inside(Context(region="cn-north-1")))

    found = deploy(build).of("ec2/vpcEndpoint:VpcEndpoint")
    assert {name: inputs["serviceName"] for name, inputs in found.items()} == {
        "net-sqs": "cn.com.amazonaws.cn-north-1.sqs",
        "net-logs": "com.amazonaws.cn-north-1.logs",
        "net-s3": "com.amazonaws.cn-north-1.s3",
    }


def test_subnets_are_large_enough_for_load_balancers():
    assert NewNetwork(cidr="10.9.0.0/23").cidr == "10.9.0.0/23"
    with pytest.raises(ValidationError, match="a private IPv4 range of /16 to /23"):
        NewNetwork(cidr="10.9.0.0/24")
