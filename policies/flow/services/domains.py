"""Custom domains of API Gateway: addresses of one's own, with a base path for each API."""

from __future__ import annotations

from collections.abc import Iterator

from policies.flow.bases import BaseFilter, without
from policies.flow.model import Evidence, Fact, Filter, Listens, Place
from policies.flow.places import Places, PlaceType
from policies.flow.scopes import Unknown
from policies.values import UNKNOWN
from policies.view import View


class Mapping(View):
    """`aws.apigateway.BasePathMapping` or `aws.apigatewayv2.ApiMapping`."""

    token = (
        "aws:apigateway/basePathMapping:BasePathMapping",
        "aws:apigatewayv2/apiMapping:ApiMapping",
    )

    @property
    def of_rest_api(self) -> bool:
        return "apigateway/" in self.resource.type

    @property
    def base(self) -> str | None:
        """The base path without slashes, empty for none; None where it is not known."""
        value = self.peek("basePath" if self.of_rest_api else "apiMappingKey")
        if value is UNKNOWN:
            return None
        return value.strip("/") if isinstance(value, str) and value != "(none)" else ""


TYPES = (
    PlaceType("aws:apigateway/domainName:DomainName", "domain", name="domainName"),
    PlaceType("aws:apigatewayv2/domainName:DomainName", "domain", name="domainName"),
    *(PlaceType(token, "domain", stands_for="domainName") for token in Mapping.tokens()),
)
ACCESS = ()


def mapping(view: Mapping, places: Places) -> Iterator[Fact]:
    base = view.base
    for domain in places.find(view, "domainName", "domain"):
        passes = _passes(view, domain.place, places)
        for api in places.find(view, "restApi" if view.of_rest_api else "apiId", "API"):
            yield Listens(
                domain.place,
                api.place,
                "leads to",
                Evidence(view.resource, "domainName", f"base path /{base}" if base else ""),
                domain.certain and api.certain,
                passes,
                view.urn,
                carry=lambda scope: None if base is None else without(base, scope),
            )


def _passes(view: Mapping, domain: Place, places: Places) -> Filter | None:
    """What goes to the API: what its base path takes, and no longer one inside it does."""
    base = view.base
    beside = view.stack.of(Mapping) if view.stack else []
    others = {m.base for m in beside if m != view and places.at(m.urn) == domain}
    if base is None or None in others:
        return Unknown("a base path not known yet")
    taken = [
        o for o in others if o and o != base and f"{o}/".startswith(f"{base}/" if base else "")
    ]
    return BaseFilter(base, tuple(sorted(taken))) if base or taken else None


FACTS = {Mapping: mapping}
