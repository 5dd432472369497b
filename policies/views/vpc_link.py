"""Views of VPC links of both generations, and of the integrations that go over them."""

from __future__ import annotations

from policies.values import UNKNOWN
from policies.view import Undecided, View

REST = "aws:apigateway/integration:Integration"
HTTP = "aws:apigatewayv2/integration:Integration"


class LoadBalancer(View):
    """`aws.lb.LoadBalancer`."""

    token = (
        "aws:lb/loadBalancer:LoadBalancer",
        "aws:alb/loadBalancer:LoadBalancer",
        "aws:applicationloadbalancing/loadBalancer:LoadBalancer",
        "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer",
    )

    @property
    def kind(self) -> str:
        """`application` (the default), `network` or `gateway`."""
        return self.text("loadBalancerType", "application").lower()

    @property
    def drops_invalid_headers(self) -> bool:
        """Whether header fields that HTTP does not allow are left out (applications' only)."""
        return self.flag("dropInvalidHeaderFields")

    @property
    def has_groups(self) -> bool:
        """Whether it has security groups, known by id or not."""
        groups = self.peek("securityGroups")
        if groups is UNKNOWN:
            raise Undecided(self.resource, "securityGroups")
        return bool(groups)


class LinkV1(View):
    """`aws.apigateway.VpcLink`: PrivateLink to one network load balancer, for REST APIs."""

    token = "aws:apigateway/vpcLink:VpcLink"

    @property
    def balancer(self) -> LoadBalancer | None:
        """The load balancer of this stack that it leads to."""
        return self.follow("targetArn", LoadBalancer)


class LinkV2(View):
    """`aws.apigatewayv2.VpcLink`: interfaces in subnets, for HTTP and REST APIs."""

    token = "aws:apigatewayv2/vpcLink:VpcLink"


class LinkTarget(View):
    """What an HTTP API's private integration may name: a listener or a Cloud Map service."""

    token = (
        "aws:lb/listener:Listener",
        "aws:alb/listener:Listener",
        "aws:applicationloadbalancing/listener:Listener",
        "aws:elasticloadbalancingv2/listener:Listener",
        "aws:servicediscovery/service:Service",
    )


class LinkedIntegration(View):
    """`aws.apigateway.Integration` or `aws.apigatewayv2.Integration`."""

    token = (REST, HTTP)

    @property
    def rest(self) -> bool:
        return self.resource.type == REST

    @property
    def linked(self) -> bool:
        """Whether it goes over a VPC link."""
        return self.text("connectionType", "INTERNET").upper() == "VPC_LINK"
