"""A task's function does nothing but hand data to one service."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.carriers import Carriers
from policies.views.definitions import definition, states
from policies.views.lambda_ import Function
from policies.views.sfn import StateMachine

DIRECT = {
    "dynamodb:getitem": "DynamoDB",
    "dynamodb:putitem": "DynamoDB",
    "dynamodb:updateitem": "DynamoDB",
    "dynamodb:deleteitem": "DynamoDB",
    "dynamodb:query": "DynamoDB",
    "events:putevents": "EventBridge",
    "sns:publish": "SNS",
    "sqs:sendmessage": "SQS",
}
"""Actions that a task can do itself → the service."""


@rule(
    severity=Severity.LOW,
    title="A task's function only carries data to a service",
    why="Its errors, cold starts and price come on top of a call that Step Functions makes itself.",
    fix="Call the service in the task; keep functions for work that transforms data.",
    source="sheet 69; https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html",
)
def only_carries(stack: Stack) -> Iterator[Finding | Open]:
    carriers = Carriers(stack)
    for machine in stack.of(StateMachine):
        for function in _called(machine, stack):
            try:
                service = carriers.service(function, DIRECT)
                if service and len(actions := carriers.actions(function)) == 1:
                    key = f"{machine.name}/{next(iter(actions))}"
                    message = f"only carries what {machine.name} gives it to {service}"
                    yield Finding(function, key, message)
            except Undecided as unknown:
                yield Open.of(unknown)


def _called(machine: StateMachine, stack: Stack) -> list[Function]:
    """The functions that the definition names, before it is known too."""
    found = dict.fromkeys(machine.follow_all("definition", Function))
    try:
        tasks = [state for state in states(definition(machine)) if state.call == "lambda:invoke"]
    except Undecided:
        return list(found)  # What it is made from is known.
    for task in tasks:
        for given in (task.body.get("Parameters"), task.body.get("Arguments")):
            name = given.get("FunctionName") if isinstance(given, dict) else None
            if isinstance(name, str):
                found.update(dict.fromkeys(stack.find(Function, name)))
        found.update(dict.fromkeys(stack.find(Function, task.resource)))
    return list(found)
