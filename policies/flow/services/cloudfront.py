"""CloudFront: the functions that a distribution starts at the edge, and the APIs behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policies.flow.model import Evidence, Fact, Listens
from policies.flow.places import Found, Places, PlaceType
from policies.flow.services import addresses
from policies.view import Undecided
from policies.views.callers import Distribution

TYPES = (PlaceType("aws:cloudfront/distribution:Distribution", "distribution", name="domainName"),)
ACCESS = ()

_WHICH = "which of its behaviors is called is not looked at"


def distribution(view: Distribution, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    if own is None:
        return
    ordered = view.peek("orderedCacheBehaviors")
    count = len(ordered) if isinstance(ordered, list) else 0
    for path in ("defaultCacheBehavior", *(f"orderedCacheBehaviors[{i}]" for i in range(count))):
        entries = view.peek(f"{path}.lambdaFunctionAssociations")
        for index, _ in enumerate(entries if isinstance(entries, list) else ()):
            arn = f"{path}.lambdaFunctionAssociations[{index}].lambdaArn"
            for function in places.find(view, arn, "function"):
                evidence = Evidence(view.resource, arn)
                yield Listens(own, function.place, "starts", evidence, False, doubt=_WHICH)
    origins = view.peek("origins")
    for index, origin in enumerate(origins if isinstance(origins, list) else ()):
        path = f"origins[{index}].domainName"
        for end in _behind(view, path, origin, places):
            evidence = Evidence(view.resource, path)
            yield Listens(own, end.place, "asks", evidence, False, doubt=_WHICH)


def _behind(view: Distribution, path: str, origin: object, places: Places) -> list[Found]:
    """An API, its domain or the URL of a function; buckets and other hosts are only read."""
    host = origin.get("domainName") if isinstance(origin, Mapping) else None
    if isinstance(host, str):
        if ".lambda-url." in host:
            return [Found(place) for place in places.behind(view.resource, "origins", "function")]
        return places.named(f"https://{host}/", "API") or addresses.domains(host, places)
    try:
        return places.find(view, path, "API", "domain", "function")
    except Undecided:
        return []


FACTS = {Distribution: distribution}
