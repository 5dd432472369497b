"""A function is sent its own logs."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.lambda_ import Function
from policies.views.linked import linked
from policies.views.logs import LogGroup, SubscriptionFilter


@rule(
    severity=Severity.HIGH,
    title="A function is sent its own logs",
    why="Each call writes logs, which call it again: AWS does not stop this loop.",
    fix="Subscribe it to other groups, and leave its own group out.",
    source="sheet 01; https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions-recursion-prevention.html",
)
def feeds_itself(subscription: Joined[SubscriptionFilter]) -> Iterator[Finding]:
    functions = linked(subscription, "destinationArn", Function)
    to = subscription.peek("destinationArn")
    if to is UNKNOWN and not subscription.resource.property_dependencies.get("destinationArn"):
        raise Undecided(subscription.resource, "destinationArn")
    for function in functions:
        if _is_own(subscription, function):
            message = f"sends the logs of {function.name} to {function.name}"
            yield Finding(subscription, function.name, message)


def _is_own(subscription: SubscriptionFilter, function: Function) -> bool:
    groups = linked(subscription, "logGroup", LogGroup)
    configured = function.peek("loggingConfig.logGroup")
    if any(group in linked(function, "loggingConfig", LogGroup) for group in groups):
        return True
    name = function.peek("name")
    own = f"/aws/lambda/{name}" if isinstance(name, str) and name else None
    wanted = configured if isinstance(configured, str) and configured else own
    named = subscription.peek("logGroup")
    if wanted is not None and (named == wanted or any(g.peek("name") == wanted for g in groups)):
        return True
    # Before there are names: a group whose name is made of the function's.
    return configured in (None, "", UNKNOWN) and any(
        function.urn in group.resource.property_dependencies.get("name", ()) for group in groups
    )
