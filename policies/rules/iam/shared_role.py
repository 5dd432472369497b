"""Two functions, state machines or pipes act under one role."""

from collections import defaultdict
from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.values import UNKNOWN
from policies.view import Resource, View
from policies.views.iam import Role
from policies.views.linked import linked

ROLE_PROPERTIES = {
    "aws:lambda/function:Function": "role",
    "aws:sfn/stateMachine:StateMachine": "roleArn",
    "aws:pipes/pipe:Pipe": "roleArn",
}
"""Type → the property with the role that it acts under."""


@rule(
    severity=Severity.HIGH,
    title="Several functions share one role",
    why="Each of them may then do what any other needs, and nobody can take a permission away.",
    fix="Give each function, state machine and pipe a role of its own.",
    source="sheet 37; https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
)
def shared_role(stack: Stack) -> Iterator[Finding | Open]:
    users: dict[str, list[Resource]] = defaultdict(list)
    for token, prop in ROLE_PROPERTIES.items():
        for resource in stack.typed(token):
            view = View(resource, stack)
            roles = linked(view, prop, Role)
            value = view.peek(prop)
            if len(roles) == 1:
                users[roles[0].urn].append(resource)
            elif isinstance(value, str) and value:
                users[value].append(resource)
            elif value is UNKNOWN:
                yield Open(resource, prop)
    for role, several in users.items():
        if len(several) > 1:
            several.sort(key=lambda resource: resource.name)
            names = ", ".join(resource.name for resource in several[:-1])
            at = stack.get(role) or several[0]
            what = "is the role" if stack.get(role) else f"shares {role}, which is the role"
            yield Finding(at, role, f"{what} of {names} and {several[-1].name}")
