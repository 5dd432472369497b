"""Every website may call an API from its visitors' browsers."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.cors import ORIGIN, CorsSettings


@rule(
    severity=Severity.LOW,
    title="CORS lets every website in",
    why="Any page can call the API with its visitors' addresses and networks, and read answers.",
    fix="Name the origins of the pages that call it.",
    source="sheet 48; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
)
def cors_any_origin(cors: CorsSettings) -> Iterator[Finding]:
    if cors.answers_errors:
        return
    for value in cors.values(ORIGIN):
        # With credentials it is worse, and apis-cors-wildcard-with-credentials says so.
        if value in ("*", "https://*", "http://*") and not cors.credentials:
            yield Finding(cors, value, f"any website may call it ({cors.place(ORIGIN)}: {value})")
