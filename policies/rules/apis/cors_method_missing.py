"""An API has a route that web pages may not call, whatever origin they have."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, decided, rule
from policies.views.cors import METHODS
from policies.views.preflights import Called, called

NEEDS_LEAVE = ("DELETE", "PATCH", "PUT")
"""The others browsers send without asking for the method."""


@rule(
    severity=Severity.LOW,
    title="CORS leaves out the method of a route",
    why="Browsers ask first and are told no: the route works everywhere but in web pages.",
    fix="Add the method to allowMethods, on REST APIs to Access-Control-Allow-Methods of OPTIONS.",
    source="sheet 48; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
)
def cors_method_missing(stack: Stack) -> Iterator[Finding | Open]:
    for one in called(stack):
        yield from decided(_missing(one))


def _missing(one: Called) -> Iterator[Finding]:
    told = one.told(METHODS) if one.verb in NEEDS_LEAVE else None
    if told is not None and not {"*", one.verb.lower()} & set(told):
        message = f"{one.label} is not among {one.place(METHODS)}"
        yield Finding(one.callee, "method", message)
