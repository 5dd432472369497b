"""Subscribers see nothing in fields that a rule's mutation does not select."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.graphql_call import AppsyncTarget, call_of


@rule(
    severity=Severity.LOW,
    title="Subscribers never see some fields",
    why="Whatever a subscription asks for, it gets the fields that the rule's mutation selects.",
    fix="Select all fields of the subscription's type in graphqlOperation.",
    source="sheet 10; https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html",
)
def unseen_fields(target: Joined[AppsyncTarget]) -> Iterator[Finding]:
    call = call_of(target)
    for listener in call.listeners() if call else ():
        unseen = sorted(listener.offered - listener.required - listener.selected)
        if unseen:
            message = f"{listener.name} always has null for {' and '.join(unseen)}"
            yield Finding(target, listener.name, message)
