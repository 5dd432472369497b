"""Views of custom domains of APIs, and of the APIs behind them."""

from __future__ import annotations

from policies.values import UNKNOWN
from policies.view import Undecided, View

_MAPPED = {
    "aws:apigateway/basePathMapping:BasePathMapping": "restApi",
    "aws:apigatewayv2/apiMapping:ApiMapping": "apiId",
}


class Domain(View):
    """`aws.apigateway.DomainName` or `aws.apigatewayv2.DomainName`."""

    token = ("aws:apigateway/domainName:DomainName", "aws:apigatewayv2/domainName:DomainName")

    @property
    def asks_certificates(self) -> bool:
        """Whether callers must show a certificate of their own (mutual TLS)."""
        mutual = self.peek("mutualTlsAuthentication")
        if mutual is UNKNOWN:
            raise Undecided(self.resource, "mutualTlsAuthentication")
        return bool(mutual)

    def identities(self) -> set[str]:
        """Its name, too: mappings name it so."""
        name = self.peek("domainName")
        return super().identities() | ({name} if isinstance(name, str) else set())


class MappedApi(View):
    """`aws.apigateway.RestApi` or `aws.apigatewayv2.Api`."""

    token = ("aws:apigateway/restApi:RestApi", "aws:apigatewayv2/api:Api")

    @property
    def has_own_address(self) -> bool:
        """Whether it also answers at its own address, `….execute-api.….amazonaws.com`."""
        return not self.flag("disableExecuteApiEndpoint")

    @property
    def private(self) -> bool:
        """Whether its own address is for VPC endpoints alone."""
        return "PRIVATE" in self.items("endpointConfiguration.types")


class DomainMapping(View):
    """What puts an API behind a custom domain."""

    token = tuple(_MAPPED)

    @property
    def api_property(self) -> str:
        """The property that names the API."""
        return _MAPPED[self.resource.type]

    @property
    def base(self) -> str | None:
        """The base path without slashes, empty for none; None where it is not known."""
        value = self.peek("basePath" if self.api_property == "restApi" else "apiMappingKey")
        if value is UNKNOWN:
            return None
        return value.strip("/") if isinstance(value, str) and value != "(none)" else ""

    @property
    def domain(self) -> Domain | None:
        return self.follow("domainName", Domain)

    @property
    def api(self) -> MappedApi | None:
        return self.follow(self.api_property, MappedApi)
