"""A state machine calls what its role does not allow."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.attached import Attached, documents_by_role
from policies.views.definitions import State, definition, states
from policies.views.iam import Role
from policies.views.linked import linked
from policies.views.sfn import StateMachine


@rule(
    severity=Severity.HIGH,
    title="A state machine may not make its own calls",
    why="Every execution fails at that step; nothing says so before the first one runs.",
    fix="Allow the action on what the task calls, in the state machine's role.",
    source="sheet 69; https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html",
)
def missing_permission(stack: Stack) -> Iterator[Finding | Open]:
    machines = stack.of(StateMachine)
    policies = documents_by_role(stack) if machines else {}
    for machine in machines:
        roles = linked(machine, "roleArn", Role)
        if len(roles) != 1:
            continue  # A role of another stack.
        try:
            tasks = [state for state in states(definition(machine)) if state.is_task]
        except Undecided as unknown:
            yield Open.of(unknown)
            continue
        yield from _judged(machine, roles[0], tasks, policies.get(roles[0].urn, []))


def _judged(
    machine: StateMachine, role: Role, tasks: list[State], attached: list[Attached]
) -> Iterator[Finding | Open]:
    allowing = [s for held in attached if held.document for s in held.document.allowing()]
    unclear = next((held for held in attached if held.document is None), None)
    for task in tasks:
        for action in task.actions:
            if any(statement.covers(action) for statement in allowing):
                continue
            if unclear is not None:
                why = unclear.because.because if unclear.because else "is not made here"
                yield Open(unclear.holder.resource, unclear.prop, why)
                return
            message = f"{task.name} needs {action}, which {role.name} does not allow"
            yield Finding(machine, f"{task.name}/{action}", message)
