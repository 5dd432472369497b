"""What a rule sends to an AppSync API does not get to those who subscribed."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.view import Stack
from policies.views.appsync import GraphQLApi, Resolver
from policies.views.graphql_call import AppsyncTarget, Listener, call_of


@rule(
    severity=Severity.MEDIUM,
    title="Subscribers do not get what a rule sends",
    why="They get the fields that the rule's mutation selects and no other: filters by another "
    "never match, and one that must not be null makes the whole update an error.",
    fix="Select in graphqlOperation what subscriptions filter by, and what must not be null.",
    source="sheet 10; https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html",
)
def lost_update(target: Joined[AppsyncTarget]) -> Iterator[Finding]:
    call = call_of(target)
    for listener in call.listeners() if call else ():
        missing = sorted(listener.required - listener.selected)
        if missing:
            message = f"selects no {_all(missing)}, which {listener.name} must have for an update"
            yield Finding(target, f"{listener.name}/required", message)
        filters = sorted(set(listener.field.args) - listener.selected)
        if filters and call and not _filters_itself(call.api, listener, target.stack):
            message = f"selects no {_all(filters)}, by which {listener.name} filters"
            yield Finding(target, f"{listener.name}/filter", message)


def _filters_itself(api: GraphQLApi, listener: Listener, stack: Stack | None) -> bool:
    """Whether a resolver of the subscription may make another filter of its arguments."""
    return any(
        resolver.place == f"Subscription.{listener.name}"
        for resolver in (stack.of(Resolver) if stack else ())
        if api in resolver.follow_all("apiId", GraphQLApi)
    )


def _all(names: list[str]) -> str:
    return " and no ".join(names)
