"""A private API's policy denies the endpoint that it should be called over."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.iam import Statement
from policies.view import View
from policies.views.private_api import PrivateApi, each_statement


@rule(
    severity=Severity.HIGH,
    title="A private API denies calls over its own endpoint",
    why="StringEquals in a Deny shuts out the right clients; StringNotEquals shuts out the others.",
    fix="Deny with StringNotEquals on aws:SourceVpce.",
    source="sheet 50; https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html",
)
def own_endpoint_denied(stack: Stack) -> Iterator[Finding | Open]:
    yield from each_statement(stack, _own_denied)


def _own_denied(api: PrivateApi, holder: View, statement: Statement) -> Iterator[Finding]:
    own = api.items("endpointConfiguration.vpcEndpointIds")
    denied = _denied(statement)
    for endpoint in sorted({one for one in own if isinstance(one, str)} & denied):
        message = f"policy, statement {statement.number}, denies {endpoint}"
        yield Finding(holder, f"statement/{statement.index}/{endpoint}", message)


def _denied(statement: Statement) -> set[str]:
    """The endpoints that a statement names in order to deny them."""
    if statement.allows:
        return set()
    operators = statement.condition_values("aws:SourceVpce").items()
    positive = (values for operator, values in operators if "not" not in operator.lower())
    return {one for values in positive for one in values if isinstance(one, str)}
