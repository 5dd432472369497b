"""A rule names a log group in a way that AWS refuses, or that delivers nothing."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.events import EventTarget
from policies.views.linked import linked
from policies.views.logs import LogGroup


@rule(
    severity=Severity.MEDIUM,
    title="A rule cannot write to its log group",
    why="AWS refuses a role there, because the log group's own policy lets EventBridge in; an ARN "
    "that ends in :* is taken, and nothing arrives.",
    fix="Leave roleArn out, give the log group's plain ARN, and add a LogResourcePolicy.",
    source="sheet 74; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
)
def log_group_target(target: Joined[EventTarget]) -> Iterator[Finding]:
    arn = target.peek("arn")
    behind = target.resource.property_dependencies.get("arn")
    if arn is UNKNOWN and not behind and target.peek("roleArn") not in (None, ""):
        raise Undecided(target.resource, "arn")
    if not linked(target, "arn", LogGroup) and not (
        isinstance(arn, str) and ":log-group:" in arn and ":logs:" in arn
    ):
        return
    if target.peek("roleArn") not in (None, ""):
        yield Finding(target, "role", "has a roleArn, which AWS refuses for a log group")
    if isinstance(arn, str) and arn.endswith(":*"):
        yield Finding(target, "arn", f"names {arn}; a target is the ARN without :*")
