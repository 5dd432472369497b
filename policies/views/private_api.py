"""Views of private REST APIs and their custom domains."""

from __future__ import annotations

from policies.view import View


class CustomDomain(View):
    """`aws.apigateway.DomainName`."""

    token = "aws:apigateway/domainName:DomainName"

    @property
    def private(self) -> bool:
        kinds = self.read("endpointConfiguration.types", "")
        return "PRIVATE" in (kinds if isinstance(kinds, list) else [kinds])


class PrivateApi(View):
    """`aws.apigateway.RestApi`."""

    token = "aws:apigateway/restApi:RestApi"

    @property
    def private(self) -> bool:
        kinds = self.read("endpointConfiguration.types", "")
        return "PRIVATE" in (kinds if isinstance(kinds, list) else [kinds])

    @property
    def policy_in_body(self) -> bool:
        """Whether its OpenAPI document brings a policy."""
        return "x-amazon-apigateway-policy" in self.text("body")


class ApiPolicy(View):
    """`aws.apigateway.RestApiPolicy`."""

    token = "aws:apigateway/restApiPolicy:RestApiPolicy"
