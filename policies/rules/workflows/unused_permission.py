"""A state machine's role allows what the machine never does."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.iam import action_matches
from policies.view import Undecided
from policies.views.attached import documents_by_role
from policies.views.definitions import definition, states
from policies.views.iam import Role
from policies.views.linked import linked
from policies.views.sfn import StateMachine

OWN_WORK = (
    "logs:*",
    "xray:*",
    "kms:*",
    "events:PutTargets",
    "events:PutRule",
    "events:DescribeRule",
)
"""What Step Functions itself does for the machine: logs, traces, keys, waiting for an end."""


@rule(
    severity=Severity.LOW,
    title="A state machine's role allows too much",
    why="Nothing in the definition uses it: whoever gets to change the definition can.",
    fix="Take the action out of the role.",
    source="sheet 69; https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html",
)
def unused_permission(stack: Stack) -> Iterator[Finding | Open]:
    machines = stack.of(StateMachine)
    policies = documents_by_role(stack) if machines else {}
    for machine in machines:
        try:
            tasks = [state for state in states(definition(machine)) if state.is_task]
        except Undecided as unknown:
            yield Open.of(unknown)
            continue
        if not all(task.actions for task in tasks):
            continue  # Of some call nobody knows what it needs.
        used = {action for task in tasks for action in task.actions}
        for role in linked(machine, "roleArn", Role):
            for held in policies.get(role.urn, []):
                for statement in held.document.allowing() if held.document else ():
                    for action in statement.actions:
                        if not statement.reason and not _is_used(action, used):
                            message = f"may {action}, which the definition never calls"
                            yield Finding(machine, action, message)


def _is_used(pattern: str, used: set[str]) -> bool:
    return any(action_matches(pattern, action) for action in used) or any(
        action_matches(own, pattern) for own in OWN_WORK
    )
