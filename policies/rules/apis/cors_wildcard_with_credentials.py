"""An API lets browsers send credentials from any origin."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.cors import HEADERS, METHODS, ORIGIN, CorsSettings

ANY_ORIGIN = ("*", "https://*", "http://*")


@rule(
    severity=Severity.MEDIUM,
    title="CORS allows credentials together with a wildcard",
    why="Browsers refuse such an answer; where the origin is echoed, any site acts as the user.",
    fix="Name the origins, methods and headers that the client uses, or do not allow credentials.",
    source="sheet 48; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
)
def cors_wildcard_with_credentials(cors: CorsSettings) -> Iterator[Finding]:
    if not cors.credentials:
        return
    for header, what, wildcards in (
        (ORIGIN, "origin", ANY_ORIGIN),
        (METHODS, "method", ("*",)),
        (HEADERS, "header", ("*",)),
    ):
        for value in cors.values(header):
            if value in wildcards:
                message = f"allows credentials with any {what} ({cors.place(header)}: {value})"
                yield Finding(cors, f"{what}/{value}", message)
