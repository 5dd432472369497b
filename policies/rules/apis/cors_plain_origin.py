"""An API trusts pages that come over plain HTTP."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from policies.core import Finding, Joined, Severity, rule
from policies.views.cors import ORIGIN, CorsSettings
from policies.views.environment import PRODUCTION, environment_of, environments

LOCAL = ("localhost", "127.0.0.1", "::1")


@rule(
    severity=Severity.LOW,
    title="CORS trusts pages that anybody can change",
    why="Whoever is on the way changes a page that comes over HTTP; any program on a visitor's own "
    "machine can be localhost.",
    fix="Allow https:// origins only; keep localhost to environments for development.",
    source="sheet 48; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    settings={
        "environments": environments(
            PRODUCTION, "Environments in which localhost is no origin either."
        )
    },
)
def cors_plain_origin(cors: Joined[CorsSettings]) -> Iterator[Finding]:
    production = environment_of(cors.stack) in cors_plain_origin.settings["environments"]
    for value in cors.written(ORIGIN):
        scheme, _, rest = value.strip().lower().partition("://")
        if scheme != "http" or rest == "*":
            continue
        if _host(rest) not in LOCAL:
            yield Finding(cors, value, f"{cors.place(ORIGIN)}: {value} comes over plain HTTP")
        elif production:
            yield Finding(cors, value, f"{cors.place(ORIGIN)}: {value} is allowed in production")


def _host(rest: str) -> str:
    try:
        return urlsplit(f"//{rest}").hostname or ""
    except ValueError:
        return ""
