"""A trace ends at a function that does not trace."""

from collections.abc import Iterator

from policies.core import Finding, Severity, Stack, rule
from policies.view import Undecided, View
from policies.views.lambda_ import Function

TRACING = {
    "aws:apigateway/stage:Stage": "xrayTracingEnabled",
    "aws:sfn/stateMachine:StateMachine": "tracingConfiguration.enabled",
    "aws:appsync/graphQLApi:GraphQLApi": "xrayEnabled",
}
"""Type → what switches its traces on."""


@rule(
    severity=Severity.LOW,
    title="A trace ends at a function",
    why="The map of a request stops there: what was slow or failed behind it stays dark.",
    fix="Set tracingConfig.mode to Active, and allow the X-Ray writes to its role.",
    source="sheet 31; https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html",
)
def untraced(stack: Stack) -> Iterator[Finding]:
    functions = sorted(stack.of(Function), key=lambda function: function.urn)
    dark, light, unknown = [], False, None
    for function in functions:
        try:
            on = function.tracing_mode == "Active"
        except Undecided as undecided:
            unknown = undecided
            continue
        light = light or on
        if not on:
            dark.append(function)
    if light or any(_traces(View(r), TRACING[r.type]) for r in stack.typed(*TRACING)):
        for function in dark:
            yield Finding(function, "tracing", "traces nothing, in a stack that traces")
    if unknown is not None:
        raise unknown


def _traces(view: View, prop: str) -> bool:
    return view.peek(prop) is True
