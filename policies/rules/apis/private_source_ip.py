"""A private API's policy asks for addresses under the key of public APIs."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.private_api import PrivateApi, policy_holders, statements_of


@rule(
    severity=Severity.HIGH,
    title="A private API's policy looks for public addresses",
    why="aws:SourceIp never matches what comes over an endpoint: the condition does nothing.",
    fix="Name private addresses by aws:VpcSourceIp.",
    source="sheet 50; https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html",
)
def private_source_ip(stack: Stack) -> Iterator[Finding | Open]:
    for api in stack.of(PrivateApi):
        try:
            if not api.private:
                continue
            for holder in policy_holders(api, stack):
                for statement in statements_of(holder):
                    if statement.condition_values("aws:SourceIp"):
                        message = f"policy, statement {statement.number}, asks for aws:SourceIp"
                        yield Finding(holder, f"statement/{statement.index}", message)
        except Undecided as unknown:
            yield Open(unknown.resource, unknown.prop, unknown.because)
