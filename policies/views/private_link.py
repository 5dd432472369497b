"""Views of PrivateLink: interface endpoints, endpoint services, and who may reach them."""

from __future__ import annotations

from policies.view import View


class SecurityGroup(View):
    """`aws.ec2.SecurityGroup`."""

    token = "aws:ec2/securityGroup:SecurityGroup"

    def identities(self) -> set[str]:
        """With its id, which is the end of its ARN."""
        arn = self.peek("arn")
        ends = {arn.rpartition("/")[2]} if isinstance(arn, str) and "/" in arn else set()
        return super().identities() | ends


class Ingress(View):
    """A rule of its own that lets something into a security group, old form or new."""

    token = (
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "aws:ec2/securityGroupRule:SecurityGroupRule",
    )
    GROUP = {  # noqa: RUF012
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "referencedSecurityGroupId",
        "aws:ec2/securityGroupRule:SecurityGroupRule": "sourceSecurityGroupId",
    }

    @property
    def inward(self) -> bool:
        return self.text("type", "ingress") == "ingress"

    @property
    def admits(self) -> list[SecurityGroup]:
        """The groups of this stack whose members may come in."""
        return self.follow_all(self.GROUP[self.resource.type], SecurityGroup)


class VpcEndpoint(View):
    """`aws.ec2.VpcEndpoint`."""

    token = "aws:ec2/vpcEndpoint:VpcEndpoint"

    @property
    def for_apis(self) -> bool:
        """Whether private REST APIs are called over it."""
        return self.text("serviceName").endswith(".execute-api")

    @property
    def addresses(self) -> set[str]:
        """Its fixed addresses, as far as they are known."""
        places = self.peek("subnetConfigurations")
        return {
            place["ipv4"]
            for place in (places if isinstance(places, (list, tuple)) else ())
            if isinstance(place, dict) and isinstance(place.get("ipv4"), str)
        }

    @property
    def security_groups(self) -> list[SecurityGroup]:
        return self.follow_all("securityGroupIds", SecurityGroup)


class EndpointService(View):
    """`aws.ec2.VpcEndpointService`: something offered over PrivateLink."""

    token = "aws:ec2/vpcEndpointService:VpcEndpointService"

    @property
    def acceptance_required(self) -> bool:
        return self.flag("acceptanceRequired", default=True)

    @property
    def principals(self) -> list[str]:
        """Those who may make an endpoint, `*` for everybody."""
        return [str(item) for item in self.items("allowedPrincipals")]


class AllowedPrincipal(View):
    """`aws.ec2.VpcEndpointServiceAllowedPrinciple` (Pulumi's spelling)."""

    token = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"


class Offer(EndpointService):
    """A service, or one of those who may use it."""

    token = (EndpointService.token, AllowedPrincipal.token)  # pyright: ignore[reportAssignmentType]

    @property
    def everybody(self) -> bool:
        if self.resource.type == AllowedPrincipal.token:
            return self.text("principalArn") == "*"
        return "*" in self.principals
