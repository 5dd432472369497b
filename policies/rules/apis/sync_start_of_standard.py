"""An API waits for an execution of a state machine that cannot be waited for."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, Stack, rule
from policies.iam import Statement
from policies.view import Undecided
from policies.views.iam import RolePolicy
from policies.views.service_integrations import ServiceIntegration, granted, policies_by_role
from policies.views.sfn import StateMachine

ACTION = "states:StartSyncExecution"


@rule(
    severity=Severity.MEDIUM,
    title="A synchronous start needs an EXPRESS state machine",
    why="Step Functions refuses StartSyncExecution for STANDARD machines: every request fails.",
    fix="Set the machine's type to EXPRESS, or start it with StartExecution.",
    source="sheets 60, 69; https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html",
)
def sync_start_of_standard(integration: Joined[ServiceIntegration]) -> Iterator[Finding]:
    if not integration.is_service or integration.action != ACTION:
        return
    for machine in _machines(integration):
        kind = machine.text("type", "STANDARD")
        if kind != "EXPRESS":
            message = f"waits for {machine.name}, which is {kind}"
            yield Finding(integration, machine.name, message)


def _machines(integration: ServiceIntegration) -> list[StateMachine]:
    """The machine in its parameters or templates, else those that its role may start so."""
    for prop in ("requestParameters", "requestTemplates"):
        if found := integration.follow_all(prop, StateMachine):
            return found
    try:
        documents = list(granted(integration, policies_by_role(integration)))
    except Undecided:
        # The text of a policy may be unknown, but not what it was written from.
        if found := list(_behind_policies(integration)):
            return found
        raise
    statements = [s for document in documents for s in document.allowing() if s.covers(ACTION)]
    return list(dict.fromkeys(m for s in statements for m in _named(s, integration.stack)))


def _named(statement: Statement, stack: Stack | None) -> Iterator[StateMachine]:
    if stack is None:
        return
    for urn in statement.nodes:
        node = stack.get(urn)
        if node and node.type in StateMachine.tokens():
            yield StateMachine(node, stack)
    for arn in statement.resources:
        if isinstance(arn, str):
            yield from stack.find(StateMachine, arn)


def _behind_policies(integration: ServiceIntegration) -> Iterator[StateMachine]:
    roles = integration.roles()
    for policy in integration.stack.of(RolePolicy) if integration.stack else ():
        if policy.role in roles:
            yield from policy.follow_all("policy", StateMachine)
