"""A path of a REST API does not answer browsers' preflights, and others of the API do."""

from collections import defaultdict
from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, decided, rule
from policies.views.apigateway import Method
from policies.views.service_integrations import method_place


@rule(
    severity=Severity.LOW,
    title="A path has no answer to a CORS preflight",
    why="Pages can call the API's other paths; a call to this one never leaves the browser.",
    fix="Add OPTIONS as on the other paths.",
    source="sheet 48; https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
)
def missing_preflight(stack: Stack) -> Iterator[Finding | Open]:
    apis: dict[str, dict[str, list[Method]]] = defaultdict(lambda: defaultdict(list))
    for method in stack.of(Method):
        _, api, place = map(str, method_place(method))
        apis[api][place].append(method)
    for places in apis.values():
        yield from decided(_missing(list(places.values())))


def _missing(places: list[list[Method]]) -> Iterator[Finding]:
    verbs = [{method.http_method for method in methods} for methods in places]
    if not any("OPTIONS" in found for found in verbs):
        return
    for methods, found in zip(places, verbs, strict=True):
        if found.isdisjoint(("OPTIONS", "ANY")):
            first, named = methods[0], ", ".join(sorted(found))
            yield Finding(first, "preflight", f"has {named} and no OPTIONS beside it")
