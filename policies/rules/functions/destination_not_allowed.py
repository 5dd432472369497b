"""A function's role does not let Lambda send what the function leaves."""

import re
from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.views.attached import Attached, documents_by_role
from policies.views.destinations import Destination, destinations
from policies.views.iam import Role
from policies.views.linked import linked

SENDS_NOTHING = re.compile(
    r"arn:[^:]*:iam::aws:policy/(service-role/AWSLambda\w*ExecutionRole|AWSXRayDaemonWriteAccess"
    r"|CloudWatchLambdaInsightsExecutionRolePolicy)"
)
"""AWS's own policies for logs, traces and sources of functions."""


@rule(
    severity=Severity.HIGH,
    title="A function may not send to its own destination",
    why="Lambda sends failures and results with the function's role: AWS refuses the setting, or "
    "what failed is lost.",
    fix="Allow the action that the message names on the destination, in the function's role.",
    source="sheet 63; https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
)
def destination_not_allowed(stack: Stack) -> Iterator[Finding | Open]:
    policies: dict[str, list[Attached]] | None = None
    for found in destinations(stack):
        roles = linked(found.function, "role", Role)
        if len(roles) == 1:  # Else of another stack.
            policies = documents_by_role(stack) if policies is None else policies
            yield from _judged(found, roles[0], policies.get(roles[0].urn, []))


def _judged(found: Destination, role: Role, policies: list[Attached]) -> Iterator[Finding | Open]:
    allowing = [s for held in policies if held.document for s in held.document.allowing()]
    covering = [s for s in allowing if s.covers(found.action)]
    if any(not found.arn or s.reaches(found.arn) is not False for s in covering):
        return
    unclear = next((held for held in policies if _may_send(held)), None)
    if unclear is not None:
        why = unclear.because.because if unclear.because else f"is {unclear.managed}"
        yield Open(unclear.holder.resource, unclear.prop, why)
        return
    how = "allows it on others only" if covering else "does not allow it"
    message = f"sends to {found.what} by {found.action}, and {role.name} {how}"
    yield Finding(found.holder, f"{found.place}/{found.action}", message)


def _may_send(held: Attached) -> bool:
    """Whether what a policy allows is not known, and it may be this."""
    return held.document is None and not SENDS_NOTHING.fullmatch(held.managed)
