"""An API asks web pages for a header that they may not send."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, decided, rule
from policies.views.cors import HEADERS
from policies.views.preflights import Called, called


@rule(
    severity=Severity.MEDIUM,
    title="CORS leaves out a header that callers must send",
    why="Browsers ask first and are told no: no page can sign in.",
    fix="Add the header to allowHeaders, on REST APIs to Access-Control-Allow-Headers of OPTIONS.",
    source="sheet 48; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
)
def cors_header_missing(stack: Stack) -> Iterator[Finding | Open]:
    for one in called(stack):
        yield from decided(_missing(one))


def _missing(one: Called) -> Iterator[Finding]:
    needed = one.headers()
    told = one.told(HEADERS) if needed else None
    for header in needed if told is not None and "*" not in told else ():
        if header.lower() not in (told or ()):
            message = f"{one.label} asks for {header}, and {one.place(HEADERS)} leaves it out"
            yield Finding(one.callee, header.lower(), message)
