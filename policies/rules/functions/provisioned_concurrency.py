"""Provisioned concurrency that AWS refuses."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.lambda_ import ProvisionedConcurrencyConfig


@rule(
    severity=Severity.MEDIUM,
    title="Provisioned concurrency cannot be had so",
    why="AWS refuses it in the middle of the deployment.",
    fix="Name a version or an alias, and at most the function's reserved concurrency.",
    source="sheet 41; https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html",
)
def provisioned_concurrency(config: Joined[ProvisionedConcurrencyConfig]) -> Iterator[Finding]:
    if config.text("qualifier") == "$LATEST":
        yield Finding(config, "latest", "is for $LATEST, which cannot have it")
    function = config.function
    wanted = config.number("provisionedConcurrentExecutions")
    if function is None or wanted is None:
        return
    reserved = function.reserved_concurrency
    if 0 <= reserved < wanted:
        message = f"wants {wanted:g}, but {function.name} has only {reserved:g} reserved"
        yield Finding(config, "reserved", message)
