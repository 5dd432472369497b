"""An API allows an origin that no browser ever sends."""

import re
from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.cors import ORIGIN, CorsSettings

FORM = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s,A-Z]+")


@rule(
    severity=Severity.MEDIUM,
    title="CORS allows an origin that browsers never send",
    why="Browsers compare the text as it is: every call from that page is refused.",
    fix="Write scheme://host or scheme://host:port in small letters; on REST APIs one origin only.",
    source="sheet 48; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
)
def cors_origin_form(cors: CorsSettings) -> Iterator[Finding]:
    for value in cors.written(ORIGIN):
        if value in ("*", "null") or FORM.fullmatch(value):
            continue
        message = f"{cors.place(ORIGIN)}: {value!r} {_problem(value)}"
        yield Finding(cors, value, message)


def _problem(value: str) -> str:
    if re.search(r"[,\s]", value.strip()):
        return "is more than one origin"
    if "://" not in value:
        return "has no scheme"
    if "/" in value.partition("://")[2]:
        return "has a path or a slash at the end"
    if value != value.strip():
        return "has a space around it"
    return "has capital letters" if value != value.lower() else "is no scheme://host"
