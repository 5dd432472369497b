import pytest

from policies.core import UNKNOWN
from policies.rules.network.no_way_out import no_way_out
from tests.support.builders import (
    allow,
    arn,
    function,
    mapping,
    policy_text,
    queue,
    role,
    role_policy,
)
from tests.support.findings import run_rule
from tests.support.private_backends import (
    IGW,
    NAT,
    VPC,
    A,
    B,
    group,
    joined,
    resource,
    route,
    subnet,
    table,
)

ROLE = role("work")
SEND = "sqs:SendMessage"
LOST = ["may call sqs; nothing leads there from app-a and app-b"]
TABLE = table()


def works(subnets=(A, B), **props):
    place = {"subnetIds": list(subnets), "securityGroupIds": ["sg-1"]}
    return function("worker", role=ROLE, **{"vpcConfig": place, **props})


def program(*others, may=(SEND,), of=None):
    policy = role_policy("may", ROLE, policy_text(allow(list(may))))
    return [VPC, A, B, ROLE, policy, of or works(), *others]


def endpoint(service, **props):
    given = {
        "vpcId": VPC,
        "serviceName": f"com.amazonaws.eu-west-1.{service}",
        "vpcEndpointType": "Interface",
        "privateDnsEnabled": True,
        **props,
    }
    return resource("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", **given)


def gateway(service, *tables):
    return endpoint(service, vpcEndpointType="Gateway", routeTableIds=list(tables))


def with_table(*more, **props):
    return program(TABLE, joined(A, TABLE), joined(B, TABLE), *more, **props)


GET = ("dynamodb:GetItem",)
POLL = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
JOBS = queue("jobs")
EXISTING = works(("subnet-1", "subnet-2"))
GROUP = group("work", vpcId="vpc-9")
IN_GROUP = works(vpcConfig={"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": [GROUP]})
FAR = subnet("app-c", vpcId="vpc-9")
ELSEWHERE = (
    "undecided: vpcConfig.subnetIds names subnets of another stack, and nothing here leads from "
    "there to {}"
)
VPC_ELSEWHERE = "undecided: vpcId is of another stack, and nothing here leads from there to sqs"
UNNAMED = endpoint("sqs", privateDnsEnabled=False)
PEERING = {"vpcPeeringConnectionId": "pcx-1", "destinationCidrBlock": "10.9.0.0/16"}

CASES = [
    ("nothing there", [], []),
    ("no VPC", program(of=works(vpcConfig=None)), []),
    ("no way", program(), LOST),
    ("two services", program(may=(SEND, "secretsmanager:GetSecretValue")),
     ["may call secretsmanager, sqs; nothing leads there from app-a and app-b"]),
    ("an endpoint", program(endpoint("sqs")), []),
    ("an endpoint without names", program(UNNAMED), [
        f"{LOST[0]}; endpoint has no private DNS (privateDnsEnabled)"]),
    ("an endpoint without names, of another VPC", program(
        endpoint("sqs", vpcId="vpc-9", privateDnsEnabled=False)), LOST),
    ("an endpoint without names, of another service", program(
        endpoint("sns", privateDnsEnabled=False)), LOST),
    ("an endpoint whose address the function is told", program(
        UNNAMED, of=works(environment={"variables": {"SQS": UNNAMED}})), []),
    ("an endpoint with names in a zone", program(UNNAMED, resource(
        "aws:route53/zone:Zone", "sqs", name="sqs.eu-west-1.amazonaws.com")), []),
    ("a zone of something else", program(UNNAMED, resource(
        "aws:route53/zone:Zone", "own", name="example.com")), [
        f"{LOST[0]}; endpoint has no private DNS (privateDnsEnabled)"]),
    ("an endpoint for APIs, which have names of their own", program(
        endpoint("execute-api", privateDnsEnabled=False), may=("execute-api:Invoke",)), []),
    ("an endpoint without names beside a function of elsewhere", program(
        endpoint("sqs", vpcId="vpc-9", subnetIds=["subnet-1"], privateDnsEnabled=False),
        of=EXISTING), [ELSEWHERE.format("sqs")]),
    ("names unknown", program(endpoint("sqs", privateDnsEnabled=UNKNOWN)),
     ["undecided: privateDnsEnabled is not known at preview"]),
    ("an endpoint of another service", program(endpoint("sns")), LOST),
    ("an endpoint of another VPC", program(endpoint("sqs", vpcId="vpc-9")), LOST),
    ("a name of its own", program(endpoint("kinesis-streams"), may=("kinesis:PutRecord",)), []),
    ("a NAT gateway", with_table(NAT, route(TABLE, natGatewayId=NAT)), []),
    ("a NAT gateway, in the table", program(
        NAT, table(routes=[{"cidrBlock": "0.0.0.0/0", "natGatewayId": NAT}]),
        joined(A, TABLE), joined(B, TABLE)), []),
    ("a way for one subnet", program(
        NAT, TABLE, joined(A, TABLE), route(TABLE, natGatewayId=NAT)),
     ["may call sqs; nothing leads there from app-b"]),
    ("the main table", program(NAT, route(VPC, natGatewayId=NAT)), []),
    ("the default table", program(NAT, resource(
        "aws:ec2/defaultRouteTable:DefaultRouteTable", "main", defaultRouteTableId=VPC,
        routes=[{"cidrBlock": "0.0.0.0/0", "natGatewayId": NAT}])), []),
    ("another main table", program(
        NAT, TABLE, route(TABLE, natGatewayId=NAT), resource(
            "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "main",
            vpcId=VPC, routeTableId=TABLE)), []),
    ("an internet gateway is none", with_table(IGW, route(TABLE, gatewayId=IGW)), LOST),
    ("a route to a peer is none", with_table(route(TABLE, **PEERING)), LOST),
    ("a gateway endpoint", with_table(gateway("dynamodb", TABLE), may=GET), []),
    ("a gateway endpoint in another table", with_table(
        table("other"), gateway("dynamodb", table("other")), may=GET),
     ["may call dynamodb; nothing leads there from app-a and app-b"]),
    ("a gateway endpoint, associated", with_table(gateway("dynamodb"), resource(
        "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation", "in",
        vpcEndpointId=endpoint("dynamodb"), routeTableId=TABLE), may=GET), []),
    ("logs and traces go another way", program(
        may=("logs:PutLogEvents", "xray:PutTraceSegments", "ec2:CreateNetworkInterface")), []),
    ("Lambda polls for it", program(
        JOBS, mapping("poll", source=JOBS, target=works()), may=POLL), []),
    ("it polls itself", program(may=POLL), LOST),
    ("Lambda sends its failures", program(
        JOBS, of=works(deadLetterConfig={"targetArn": JOBS})), []),
    ("Lambda sends its failures to a topic, it to a queue", program(
        may=(SEND, "sns:Publish"), of=works(deadLetterConfig={"targetArn": arn("sns", "t")})),
     LOST),
    ("subnets of elsewhere", program(of=EXISTING), [ELSEWHERE.format("sqs")]),
    ("subnets of elsewhere and nothing to call",
     program(may=("logs:PutLogEvents",), of=works(("subnet-1",))), []),
    ("an endpoint beside a function of elsewhere", program(
        endpoint("sqs", vpcId="vpc-9", subnetIds=["subnet-1"]), of=EXISTING), []),
    ("an endpoint in other subnets of elsewhere", program(
        endpoint("sqs", vpcId="vpc-9", subnetIds=["subnet-7"]), of=EXISTING),
     [ELSEWHERE.format("sqs")]),
    ("an endpoint in the VPC of the function's group", program(
        GROUP, endpoint("sqs", vpcId="vpc-9", subnetIds=["subnet-7"]), of=IN_GROUP), []),
    ("an endpoint in another VPC than the group's", program(
        GROUP, endpoint("sqs", vpcId="vpc-7"), of=IN_GROUP), [ELSEWHERE.format("sqs")]),
    ("an endpoint for one of two services", program(
        GROUP, endpoint("sqs", vpcId="vpc-9"), of=IN_GROUP, may=(SEND, "sns:Publish")),
     [ELSEWHERE.format("sns")]),
    ("an unknown endpoint in a VPC of elsewhere", program(
        GROUP, endpoint("sqs", vpcId="vpc-9", serviceName=UNKNOWN), of=IN_GROUP),
     [ELSEWHERE.format("sqs")]),
    ("a gateway endpoint in the tables of elsewhere", program(
        joined("subnet-1", "rtb-1"), joined("subnet-2", "rtb-1"),
        gateway("dynamodb", "rtb-1"), of=EXISTING, may=GET), []),
    ("a gateway endpoint in the table of one subnet of elsewhere", program(
        joined("subnet-1", "rtb-1"), gateway("dynamodb", "rtb-1"), of=EXISTING, may=GET),
     [ELSEWHERE.format("dynamodb")]),
    ("a VPC of elsewhere", program(FAR, of=works((FAR,))), [VPC_ELSEWHERE]),
    ("an endpoint in a VPC of elsewhere", program(
        FAR, endpoint("sqs", vpcId="vpc-9"), of=works((FAR,))), []),
    ("a NAT gateway in a VPC of elsewhere", program(
        FAR, TABLE, joined(FAR, TABLE), NAT, route(TABLE, natGatewayId=NAT), of=works((FAR,))),
     []),
    ("a table that leads nowhere in a VPC of elsewhere", program(
        FAR, TABLE, joined(FAR, TABLE), of=works((FAR,))), [VPC_ELSEWHERE]),
    ("a table of elsewhere", program(joined(A, "rtb-9")),
     ["undecided: routeTableId names a route table of another stack"]),
    ("unknown", program(of=works(vpcConfig={"subnetIds": UNKNOWN})),
     ["undecided: vpcConfig.subnetIds is not known at preview"]),
    ("unknown service, and a NAT gateway", with_table(
        NAT, route(TABLE, natGatewayId=NAT), endpoint("sqs", serviceName=UNKNOWN)), []),
    ("unknown service", program(endpoint("sqs", serviceName=UNKNOWN)),
     ["undecided: serviceName is not known at preview"]),
    ("unknown policy", [VPC, A, B, ROLE, works(), role_policy("may", ROLE, UNKNOWN)],
     ["undecided: policy is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_no_way_out(name, resources, expected):
    assert run_rule(no_way_out, resources) == expected
