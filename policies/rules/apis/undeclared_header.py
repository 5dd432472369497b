"""An integration sets a response header that its method does not declare."""

from collections import defaultdict
from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided, View
from policies.views.cors import MethodResponse, RestHeaders
from policies.views.service_integrations import method_place


@rule(
    severity=Severity.MEDIUM,
    title="A response header is set and not declared",
    why="AWS refuses the integration response: the deployment stops there.",
    fix="Declare it in the method response of that status: responseParameters {NAME: true}.",
    source="sheet 48; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-response.html",
)
def undeclared_header(stack: Stack) -> Iterator[Finding | Open]:
    declaring: dict[str, list[MethodResponse]] = defaultdict(list)
    for method_response in stack.of(MethodResponse):
        declaring[_place(method_response)].append(method_response)
    for response in stack.of(RestHeaders):
        found = [] if response.of_gateway else declaring.get(_place(response), [])
        try:
            # With several, ids of other stacks do not tell whose it is.
            if len(found) == 1:
                yield from _undeclared(response, found[0])
        except Undecided as unknown:
            yield Open.of(unknown)


def _undeclared(response: RestHeaders, declaring: MethodResponse) -> Iterator[Finding]:
    declared = {name.lower() for name in declaring.declared} if response.headers else set()
    for name in response.headers:
        if name.lower() not in declared:
            yield Finding(response, name, f"sets {name}, which {declaring.name} lacks")


def _place(response: View) -> str:
    """API, resource, method and status of a response."""
    return str((*method_place(response), str(response.peek("statusCode"))))
