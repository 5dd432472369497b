"""A rule calls an AppSync API in a way that cannot work."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.appsync import GraphQLApi
from policies.views.events import EventTarget
from policies.views.linked import linked


@rule(
    severity=Severity.HIGH,
    title="A rule cannot call its AppSync API",
    why="AWS refuses the target, or every call fails and only a metric shows it.",
    fix="Target the public endpoint's ARN with a role and a graphqlOperation; let the API take "
    "AWS_IAM.",
    source="sheet 10; https://docs.aws.amazon.com/eventbridge/latest/userguide/target-appsync.html",
)
def appsync_target(target: Joined[EventTarget]) -> Iterator[Finding]:
    arn = target.peek("arn")
    apis = linked(target, "arn", GraphQLApi)
    if not apis and not (isinstance(arn, str) and ":appsync:" in arn):
        return
    if isinstance(arn, str) and ":endpoints/graphql-api/" not in arn:
        message = (
            "names the API; an AppSync target is :endpoints/graphql-api/ and the endpoint's id"
        )
        yield Finding(target, "arn", message)
    if target.peek("roleArn") in (None, ""):
        yield Finding(target, "role", "has no roleArn: EventBridge calls AppSync with a role")
    if target.peek("appsyncTarget.graphqlOperation") in (None, ""):
        yield Finding(target, "operation", "has no appsyncTarget.graphqlOperation to call")
    for api in apis:
        if not api.signs_in("AWS_IAM"):
            yield Finding(target, f"iam/{api.name}", f"{api.name} takes no AWS_IAM callers")
        if api.private:
            message = f"{api.name} is PRIVATE, where EventBridge does not reach it"
            yield Finding(target, f"private/{api.name}", message)
