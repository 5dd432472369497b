"""A V2 link in a VPC of the stack and what stands behind it, for rule tests.

As at preview: nothing has an ARN or id yet. `behind()` is all of it, with what a case wants
different; resources of the same URN take the place of those here.
"""

from __future__ import annotations

from typing import Any

from policies.values import UNKNOWN
from policies.view import Resource
from tests.support.apis import API, http_integration
from tests.support.builders import resource

VPC = resource("aws:ec2/vpc:Vpc", "vpc")
IGW = resource("aws:ec2/internetGateway:InternetGateway", "igw", vpcId=VPC)
NAT = resource("aws:ec2/natGateway:NatGateway", "nat")


def subnet(name: str, **props: Any) -> Resource:
    return resource("aws:ec2/subnet:Subnet", name, **{"vpcId": VPC, **props})


A, B = (
    subnet("app-a", availabilityZone="eu-west-1a"),
    subnet("app-b", availabilityZone="eu-west-1b"),
)


def table(name: str = "table", **props: Any) -> Resource:
    return resource("aws:ec2/routeTable:RouteTable", name, **{"vpcId": VPC, **props})


def joined(place: Resource | str, to: Any, name: str = "joined") -> Resource:
    """The association of a subnet (by its id, where another stack made it) with a table."""
    type_ = "aws:ec2/routeTableAssociation:RouteTableAssociation"
    of = place if isinstance(place, str) else place.name
    return resource(type_, f"{name}-{of}", subnetId=place, routeTableId=to)


def route(to: Any, **props: Any) -> Resource:
    """A route to everywhere."""
    given = {"routeTableId": to, "destinationCidrBlock": "0.0.0.0/0", **props}
    return resource("aws:ec2/route:Route", "out", **given)


def group(name: str, **props: Any) -> Resource:
    return resource("aws:ec2/securityGroup:SecurityGroup", name, **props)


LINK_GROUP, ALB_GROUP = group("link-group"), group("alb-group")


def link(name: str = "link", **props: Any) -> Resource:
    given = {"subnetIds": [A, B], "securityGroupIds": [LINK_GROUP], **props}
    return resource("aws:apigatewayv2/vpcLink:VpcLink", name, **given)


def alb(name: str = "alb", **props: Any) -> Resource:
    given = {"internal": True, "subnets": [A, B], "securityGroups": [ALB_GROUP], **props}
    return resource("aws:lb/loadBalancer:LoadBalancer", name, **given)


def port(name: str = "port", **props: Any) -> Resource:
    given = {"loadBalancerArn": alb(), "port": 80, "protocol": "HTTP", **props}
    return resource("aws:lb/listener:Listener", name, **given)


def call(to: Any = None, /, **props: Any) -> Resource:
    """The HTTP API's integration with what stands behind the link."""
    given = {
        "apiId": API,
        "integrationType": "HTTP_PROXY",
        "connectionType": "VPC_LINK",
        "connectionId": link(),
        "integrationUri": to or port(),
        "integrationSubtype": None,
        "request": {"overwrite:path": "$request.path"},
        **props,
    }
    return http_integration(None, "call", **given)


def out(name: str = "out", of: Resource = LINK_GROUP, **props: Any) -> Resource:
    type_ = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
    given = {"ipProtocol": "tcp", "fromPort": 80, "toPort": 80, **props}
    return resource(type_, name, securityGroupId=of, **given)


def into(name: str = "into", of: Resource = ALB_GROUP, **props: Any) -> Resource:
    type_ = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    given = {"ipProtocol": "tcp", "fromPort": 80, "toPort": 80, **props}
    return resource(type_, name, securityGroupId=of, **given)


OUT, INTO = out(referencedSecurityGroupId=ALB_GROUP), into(referencedSecurityGroupId=LINK_GROUP)


def behind(*others: Resource, without: tuple[Resource, ...] = ()) -> list[Resource]:
    own = [VPC, A, B, LINK_GROUP, ALB_GROUP, link(), alb(), port(), API, call(), OUT, INTO]
    gone = {item.urn for item in without}
    return list({item.urn: item for item in (*own, *others) if item.urn not in gone}.values())


def service(*types: Any, **props: Any) -> Resource:
    """A Cloud Map service with records of these types."""
    config = {"namespaceId": UNKNOWN, "dnsRecords": [{"type": t, "ttl": 60} for t in types]}
    type_ = "aws:servicediscovery/service:Service"
    return resource(type_, "prices", **{"dnsConfig": config, **props})
