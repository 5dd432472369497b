"""A private API behind a load balancer that verifies client certificates, for rule tests.

As at preview: nothing has an ARN or id yet. Each function makes one resource; `front()` all of
them, with what a case wants different.
"""

from __future__ import annotations

from typing import Any

from policies.values import UNKNOWN
from policies.view import Resource
from tests.support.builders import resource

VERIFY = {"mode": "verify", "trustStoreArn": "arn:store"}
ADDRESS = "10.0.0.10"


def group(name: str, **props: Any) -> Resource:
    return resource("aws:ec2/securityGroup:SecurityGroup", name, **props)


def ingress(name: str, into: Resource, **props: Any) -> Resource:
    return resource(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        name,
        securityGroupId=into,
        fromPort=443,
        toPort=443,
        ipProtocol="tcp",
        **props,
    )


def balancer(name: str = "alb", **props: Any) -> Resource:
    given = {"internal": True, "securityGroups": [group("alb-group")], **props}
    return resource("aws:lb/loadBalancer:LoadBalancer", name, **given)


def endpoint(name: str = "endpoint", **props: Any) -> Resource:
    given = {
        "serviceName": "com.amazonaws.eu-west-1.execute-api",
        "subnetConfigurations": [{"subnetId": UNKNOWN, "ipv4": ADDRESS}],
        "securityGroupIds": [group("endpoint-group")],
        **props,
    }
    return resource("aws:ec2/vpcEndpoint:VpcEndpoint", name, **given)


def targets(name: str = "targets", **props: Any) -> Resource:
    return resource("aws:lb/targetGroup:TargetGroup", name, **{"targetType": "ip", **props})


def attachment(name: str = "target", **props: Any) -> Resource:
    given = {"targetGroupArn": targets(), "targetId": ADDRESS, **props}
    return resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", name, **given)


def forward(to: Resource | None = None) -> list[Any]:
    return [{"type": "forward", "targetGroupArn": to or targets()}]


FIXED = [{"type": "fixed-response", "fixedResponse": {"statusCode": "404"}}]


def listener(name: str = "mtls", **props: Any) -> Resource:
    given = {
        "loadBalancerArn": balancer(),
        "protocol": "HTTPS",
        "mutualAuthentication": VERIFY,
        "defaultActions": FIXED,
        **props,
    }
    given = {key: value for key, value in given.items() if value is not None}
    return resource("aws:lb/listener:Listener", name, **given)


REWRITE = [{"type": "host-header-rewrite", "hostHeaderRewriteConfig": {"rewrite": {}}}]


def listener_rule(name: str = "rule", **props: Any) -> Resource:
    given = {"listenerArn": listener(), "actions": forward(), "transforms": REWRITE, **props}
    return resource("aws:lb/listenerRule:ListenerRule", name, **given)


def front(*others: Resource) -> list[Resource]:
    """All of it; a resource of `others` takes the place of the one with its URN."""
    own = [
        group("alb-group"),
        group("endpoint-group"),
        ingress("endpoint-from-alb", group("endpoint-group"),
                referencedSecurityGroupId=group("alb-group")),
        balancer(),
        endpoint(),
        targets(),
        attachment(),
        listener(),
        listener_rule(),
    ]  # fmt: skip
    return list({item.urn: item for item in (*own, *others)}.values())
