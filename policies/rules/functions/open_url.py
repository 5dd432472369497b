"""A function has an address that anybody may call."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.lambda_ import FunctionUrl


@rule(
    severity=Severity.HIGH,
    title="A function URL is open to everybody",
    why="No caller is known, no rate is limited, and each call is billed.",
    fix="Set authorizationType to AWS_IAM, or put an API with an authorizer in front.",
    source="sheet 33; https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
)
def open_url(url: FunctionUrl) -> Iterator[Finding]:
    if url.authorization_type == "NONE":
        yield Finding(url, "auth", "authorizationType is NONE")
