"""A private API's policy asks for addresses under the key of public APIs."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.iam import Statement
from policies.view import View
from policies.views.private_api import PrivateApi, each_statement


@rule(
    severity=Severity.HIGH,
    title="A private API's policy looks for public addresses",
    why="aws:SourceIp never matches what comes over an endpoint: the condition does nothing.",
    fix="Name private addresses by aws:VpcSourceIp.",
    source="sheet 50; https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html",
)
def private_source_ip(stack: Stack) -> Iterator[Finding | Open]:
    yield from each_statement(stack, _public_key)


def _public_key(_: PrivateApi, holder: View, statement: Statement) -> Iterator[Finding]:
    if statement.condition_values("aws:SourceIp"):
        message = f"policy, statement {statement.number}, asks for aws:SourceIp"
        yield Finding(holder, f"statement/{statement.index}", message)
