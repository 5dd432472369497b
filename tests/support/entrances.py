"""A VPC that other networks come into, and a private API behind it, for rule tests.

As at preview: nothing has an id yet.
"""

from __future__ import annotations

from typing import Any

from policies.values import UNKNOWN
from policies.view import Resource
from tests.support.builders import resource

VPC = resource("aws:ec2/vpc:Vpc", "vpc", enableDnsSupport=True, enableDnsHostnames=True)


def subnet(name: str, zone: Any = "eu-west-1a", **props: Any) -> Resource:
    given = {"vpcId": VPC, "availabilityZone": zone, **props}
    return resource("aws:ec2/subnet:Subnet", name, **given)


A, B = subnet("a"), subnet("b", "eu-west-1b")


def group(name: str = "group", **props: Any) -> Resource:
    return resource("aws:ec2/securityGroup:SecurityGroup", name, **props)


def ingress(name: str, port: Any = 443, protocol: Any = "tcp", **props: Any) -> Resource:
    """A rule of `group()`."""
    given = {"securityGroupId": group(), "ipProtocol": protocol, "fromPort": port, "toPort": port}
    type_ = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    return resource(type_, name, **{**given, **props})


def endpoint(name: str = "endpoint", **props: Any) -> Resource:
    given = {
        "serviceName": "com.amazonaws.eu-west-1.execute-api",
        "vpcEndpointType": "Interface",
        "vpcId": VPC,
        "subnetIds": [A, B],
        "securityGroupIds": [group()],
        **props,
    }
    return resource("aws:ec2/vpcEndpoint:VpcEndpoint", name, **given)


def resolver(name: str = "resolver", **props: Any) -> Resource:
    given = {
        "direction": "INBOUND",
        "ipAddresses": [{"subnetId": A}, {"subnetId": B}],
        "securityGroupIds": [group()],
        **props,
    }
    return resource("aws:route53/resolverEndpoint:ResolverEndpoint", name, **given)


def api(name: str = "api", kind: Any = "PRIVATE", endpoints: Any = (), **props: Any) -> Resource:
    given = {"endpointConfiguration": {"types": kind, "vpcEndpointIds": list(endpoints)}, **props}
    return resource("aws:apigateway/restApi:RestApi", name, **given)


def api_policy(text: Any = UNKNOWN, name: str = "policy", **props: Any) -> Resource:
    type_ = "aws:apigateway/restApiPolicy:RestApiPolicy"
    return resource(type_, name, **{"restApiId": api(), "policy": text, **props})
