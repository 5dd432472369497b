"""A task fails for good at the first hiccup."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.definitions import definition, states
from policies.views.sfn import StateMachine


@rule(
    severity=Severity.LOW,
    title="A task neither retries nor catches",
    why="One throttled call ends the whole execution, and what was done before stays half done.",
    fix="Give the task a Retry for what passes by itself, and a Catch for what does not.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html",
)
def no_retry(machine: Joined[StateMachine]) -> Iterator[Finding]:
    for state in states(definition(machine)):
        if state.is_task and not state.body.get("Retry") and not state.body.get("Catch"):
            yield Finding(machine, state.name, f"{state.name} has neither Retry nor Catch")
