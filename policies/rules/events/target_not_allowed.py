"""A rule starts something that does not let EventBridge in."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Open, Severity, rule
from policies.views.delivery import ACTIONS, answers
from policies.views.events import EventTarget
from policies.views.invocation import Verdict


@rule(
    severity=Severity.HIGH,
    title="A rule's target does not let EventBridge in",
    why="The rule matches and delivers nothing; only the metric FailedInvocations shows it.",
    fix="Add a lambda Permission, or a policy of the queue, topic or log group, for "
    "events.amazonaws.com with the rule as source.",
    source="sheets 31, 63 and 74; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
)
def target_not_allowed(target: Joined[EventTarget]) -> Iterator[Finding | Open]:
    # With a role of its own a target needs no policy of the other side.
    if target.peek("roleArn") not in (None, ""):
        return
    for answer in answers(target, "arn", "events.amazonaws.com"):
        end = answer.end
        if answer.verdict is Verdict.NO:
            refused = f"{end.name} does not let EventBridge in ({ACTIONS[type(end)]})"
            yield Finding(target, end.urn, refused + answer.near)
        elif answer.verdict is Verdict.OPEN:
            yield Open(end.resource, "policy")
