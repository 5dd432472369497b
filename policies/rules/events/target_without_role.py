"""A rule starts something that EventBridge reaches only with a role."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Stack, Undecided
from policies.views.access import account_of, own_accounts
from policies.views.events import EventTarget

TYPES = {
    "aws:kinesis/stream:Stream": "a Kinesis stream",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "a Firehose stream",
    "aws:sfn/stateMachine:StateMachine": "a state machine",
    "aws:cloudwatch/eventApiDestination:EventApiDestination": "an API destination",
    "aws:ecs/cluster:Cluster": "an ECS task",
    "aws:batch/jobQueue:JobQueue": "a Batch job",
    "aws:codebuild/project:Project": "a build",
    "aws:codepipeline/pipeline:Pipeline": "a pipeline",
}
ARNS = {
    ":kinesis:": "a Kinesis stream",
    ":firehose:": "a Firehose stream",
    ":states:": "a state machine",
    ":api-destination/": "an API destination",
    ":ecs:": "an ECS task",
    ":batch:": "a Batch job",
    ":codebuild:": "a build",
    ":codepipeline:": "a pipeline",
}


@rule(
    severity=Severity.MEDIUM,
    title="A rule's target has no role",
    why="EventBridge has nobody to act as there: it delivers nothing.",
    fix="Set roleArn to a role for events.amazonaws.com that may do just this.",
    source="sheets 29, 31, 79 and 80; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html",
)
def target_without_role(target: Joined[EventTarget]) -> Iterator[Finding]:
    if target.stack is None or target.peek("roleArn") not in (None, ""):
        return
    what = _needs_one(target, target.stack)
    if what:
        yield Finding(target, "role", f"starts {what} and has no roleArn")


def _needs_one(target: EventTarget, stack: Stack) -> str:
    """What kind of thing is started, if EventBridge needs a role for it."""
    arn = target.peek("arn")
    if isinstance(arn, str):
        own = own_accounts(stack) if ":event-bus/" in arn else frozenset()
        if own and account_of(arn) not in ("", *own):
            return "a bus of another account"
        return next((what for part, what in ARNS.items() if part in arn), "")
    behind = target.resource.property_dependencies.get("arn", ())
    if arn is UNKNOWN and not behind:
        raise Undecided(target.resource, "arn")
    kinds = [TYPES.get(r.type, "") for urn in behind if (r := stack.get(urn))]
    return next((kind for kind in kinds if kind), "")
