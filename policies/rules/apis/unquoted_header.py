"""A response header has a fixed value without the quotes that REST APIs ask for."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.cors import RestHeaders

MAPPED = ("integration.", "context.", "method.", "stageVariables.")


@rule(
    severity=Severity.MEDIUM,
    title="A fixed header value has no single quotes",
    why="API Gateway takes it for an expression: AWS refuses the response, or leaves it out.",
    fix="Write it in single quotes inside the string: \"'https://app.example.com'\".",
    source="sheet 48; https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
)
def unquoted_header(response: RestHeaders) -> Iterator[Finding]:
    for name, value in response.headers.items():
        if isinstance(value, str) and not value.startswith(("'", *MAPPED)):
            yield Finding(response, name, f"{name} is {value!r}, without single quotes")
