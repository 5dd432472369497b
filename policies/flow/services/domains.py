"""Custom domains of API Gateway: addresses of one's own, with a base path for each API."""

from __future__ import annotations

from collections.abc import Iterator

from policies.flow.bases import BaseFilter, without
from policies.flow.model import Evidence, Fact, Filter, Listens, Place
from policies.flow.places import Places, PlaceType
from policies.flow.scopes import Unknown
from policies.views.domains import DomainMapping

TYPES = (
    PlaceType("aws:apigateway/domainName:DomainName", "domain", name="domainName"),
    PlaceType("aws:apigatewayv2/domainName:DomainName", "domain", name="domainName"),
    *(PlaceType(token, "domain", stands_for="domainName") for token in DomainMapping.tokens()),
)
ACCESS = ()


def mapping(view: DomainMapping, places: Places) -> Iterator[Fact]:
    base = view.base
    for domain in places.find(view, "domainName", "domain"):
        passes = _passes(view, domain.place, places)
        for api in places.find(view, view.api_property, "API"):
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


def _passes(view: DomainMapping, domain: Place, places: Places) -> Filter | None:
    """What goes to the API: what its base path takes, and no longer one inside it does."""
    base = view.base
    beside = view.stack.of(DomainMapping) if view.stack else []
    others = {m.base for m in beside if m != view and places.at(m.urn) == domain}
    if base is None or None in others:
        return Unknown("a base path not known yet")
    taken = [
        o for o in others if o and o != base and f"{o}/".startswith(f"{base}/" if base else "")
    ]
    return BaseFilter(base, tuple(sorted(taken))) if base or taken else None


FACTS = {DomainMapping: mapping}
