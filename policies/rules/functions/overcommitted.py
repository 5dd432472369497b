"""The functions of a stack reserve more than the account has."""

from collections.abc import Iterator

from policies.core import Finding, Severity, Stack, rule
from policies.view import Undecided
from policies.views.lambda_ import Function

FREE = 100
"""What AWS keeps for the functions that reserve nothing."""


@rule(
    severity=Severity.MEDIUM,
    title="More concurrency is reserved than there is",
    why="AWS refuses the function that goes over, in the middle of the deployment.",
    fix="Lower reservedConcurrentExecutions, or have the quota raised and say so in account_limit.",
    source="sheet 41; https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
    settings={
        "account_limit": {
            "type": "integer",
            "minimum": 100,
            "default": 1000,
            "description": "Concurrent executions of the account in the region.",
        }
    },
)
def overcommitted(stack: Stack) -> Iterator[Finding]:
    limit, taken, unknown = overcommitted.settings["account_limit"] - FREE, 0.0, None
    largest: tuple[float, str, Function] | None = None
    for function in stack.of(Function):
        try:
            reserved = function.reserved_concurrency
        except Undecided as undecided:
            unknown = undecided
            continue
        if reserved > 0:
            taken += reserved
            largest = max(largest or (0, "", function), (reserved, function.urn, function))
    if taken > limit and largest is not None:
        message = f"this stack's functions reserve {taken:g}; at most {limit} can be reserved"
        yield Finding(largest[2], "sum", message)
    elif unknown is not None:
        raise unknown
