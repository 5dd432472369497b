"""A private API does not say over which endpoint it may be called."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.iam import Statement
from policies.view import Undecided, View
from policies.views.private_api import PrivateApi, policy_holders, statements_of

_PLACES = ("aws:sourcevpce", "aws:sourcevpc")


@rule(
    severity=Severity.HIGH,
    title="A private API does not say from where it is called",
    why="Without a policy every call is refused; one that lets all in takes any VPC there is.",
    fix="Allow execute-api:Invoke, and deny it where aws:SourceVpce is not your endpoint.",
    source="sheet 12; https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-create.html",
)
def private_api_without_source(stack: Stack) -> Iterator[Finding | Open]:
    for api in stack.of(PrivateApi):
        try:
            if not api.private:
                continue
            holders = policy_holders(api, stack)
            if not holders and not api.policy_in_body:
                yield Finding(api, "policy", "is PRIVATE and has no policy: every call is refused")
            for holder in holders:
                yield from _open(holder)
        except Undecided as unknown:
            yield Open.of(unknown)


def _open(holder: View) -> Iterator[Finding]:
    statements = statements_of(holder)
    if any(not s.allows and _names_place(s) and _everybody(s) for s in statements):
        return
    for statement in statements:
        if statement.allows and _everybody(statement) and not statement.condition:
            message = f"policy, statement {statement.number}, lets everybody in from every VPC"
            yield Finding(holder, f"statement/{statement.index}", message)


def _everybody(statement: Statement) -> bool:
    return any("*" in who for who in statement.principals.values())


def _names_place(statement: Statement) -> bool:
    return any(
        str(key).lower() in _PLACES
        for keys in statement.condition.values()
        if isinstance(keys, dict)
        for key in keys
    )
