"""VPC links, balancers and integrations over them, for rule tests."""

from __future__ import annotations

from typing import Any

from policies.view import Resource
from tests.support.apis import http_integration, rest_integration
from tests.support.builders import arn, resource

NLB_ARN = arn("elasticloadbalancing", "loadbalancer/net/front/0123456789abcdef")
ALB_ARN = arn("elasticloadbalancing", "loadbalancer/app/front/0123456789abcdef")


def balancer(kind: Any = "network", name: str = "front", /, **props: Any) -> Resource:
    return resource("aws:lb/loadBalancer:LoadBalancer", name, loadBalancerType=kind, **props)


def v1(target: Any, /, **props: Any) -> Resource:
    return resource("aws:apigateway/vpcLink:VpcLink", "v1", targetArn=target, **props)


V2 = resource("aws:apigatewayv2/vpcLink:VpcLink", "v2")


def over_http(link: Any, uri: Any, /, **props: Any) -> Resource:
    settings = {"integrationType": "HTTP_PROXY", "connectionType": "VPC_LINK", **props}
    return http_integration(None, "call", connectionId=link, integrationUri=uri, **settings)


def over_rest(link: Any, /, **props: Any) -> Resource:
    settings = {"type": "HTTP_PROXY", "connectionType": "VPC_LINK", "connectionId": link, **props}
    return rest_integration("http://shop.example.com", **settings)
