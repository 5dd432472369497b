"""What starts something with a role: rules' targets, schedules and pipes; and what that takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policies.values import UNKNOWN
from policies.view import Undecided, View
from policies.views.iam import Role
from policies.views.linked import linked

_START = {
    "aws:lambda/function:Function": ("lambda:InvokeFunction",),
    "aws:sqs/queue:Queue": ("sqs:SendMessage",),
    "aws:sns/topic:Topic": ("sns:Publish",),
    "aws:kinesis/stream:Stream": ("kinesis:PutRecord", "kinesis:PutRecords"),
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": (
        "firehose:PutRecord",
        "firehose:PutRecordBatch",
    ),
    "aws:sfn/stateMachine:StateMachine": ("states:StartExecution", "states:StartSyncExecution"),
    "aws:cloudwatch/eventBus:EventBus": ("events:PutEvents",),
    "aws:cloudwatch/eventApiDestination:EventApiDestination": ("events:InvokeApiDestination",),
    "aws:appsync/graphQLApi:GraphQLApi": ("appsync:GraphQL",),
}
"""Type → actions, one of which starts it or puts something there."""
_READ = {
    "aws:sqs/queue:Queue": (("sqs:ReceiveMessage",), ("sqs:DeleteMessage",)),
    "aws:kinesis/stream:Stream": (("kinesis:GetRecords",), ("kinesis:GetShardIterator",)),
    "aws:dynamodb/table:Table": (("dynamodb:GetRecords",), ("dynamodb:GetShardIterator",)),
}
"""Type → what reading it takes: of each group one action."""
_IN_ARNS = {
    ":lambda:": "aws:lambda/function:Function",
    ":sqs:": "aws:sqs/queue:Queue",
    ":sns:": "aws:sns/topic:Topic",
    ":kinesis:": "aws:kinesis/stream:Stream",
    ":firehose:": "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    ":stateMachine:": "aws:sfn/stateMachine:StateMachine",
    ":event-bus/": "aws:cloudwatch/eventBus:EventBus",
    ":api-destination/": "aws:cloudwatch/eventApiDestination:EventApiDestination",
    ":endpoints/graphql-api/": "aws:appsync/graphQLApi:GraphQLApi",
    ":dynamodb:": "aws:dynamodb/table:Table",
}


@dataclass(frozen=True)
class Need:
    """Something that the role must allow."""

    what: str
    """Name of the resource, or its ARN."""
    actions: tuple[str, ...]
    """One of them is enough."""
    arn: str
    """ARN that a policy must name; empty where it is not known, or has another form there."""


class Starter(View):
    """`aws.cloudwatch.EventTarget`, `aws.scheduler.Schedule` or `aws.pipes.Pipe`."""

    token = (
        "aws:cloudwatch/eventTarget:EventTarget",
        "aws:scheduler/schedule:Schedule",
        "aws:pipes/pipe:Pipe",
    )

    @property
    def service(self) -> str:
        """Who takes on the role."""
        return f"{('events', 'scheduler', 'pipes')[self._kind]}.amazonaws.com"

    @property
    def role(self) -> Role | None:
        """The role, if one is named and this stack makes it."""
        path = ("roleArn", "target.roleArn", "roleArn")[self._kind]
        return self._one(path, Role)

    def needs(self) -> Iterator[Need]:
        """What the role must allow, as far as it is known what is read and started."""
        path = ("arn", "target.arn", "target")[self._kind]
        for kind, what, arn in self._named(path):
            if kind in _START:
                yield Need(what, _START[kind], "" if "graphQL" in kind else arn)
        for kind, what, arn in self._named("source") if self._kind == 2 else ():
            for actions in _READ.get(kind, ()):
                yield Need(what, actions, arn)

    @property
    def _kind(self) -> int:
        return self.token.index(self.resource.type)

    def _one(self, path: str, kind: type[Role]) -> Role | None:
        value, prop = self.peek(path), path.partition(".")[0]
        if value is None or self.stack is None:
            return None
        if isinstance(value, str):
            found = self.stack.find(kind, value) or linked(self, prop, kind)
        else:
            found = linked(self, prop, kind)
            if not found and not self.resource.property_dependencies.get(prop):
                raise Undecided(self.resource, path)
        return found[0] if len(found) == 1 else None

    def _named(self, path: str) -> list[tuple[str, str, str]]:
        """(type, name, ARN) of what `path` names; empty where it is not clear which is meant."""
        value, prop = self.peek(path), path.partition(".")[0]
        if self.stack is None or value is None:
            return []
        if isinstance(value, str):
            kind = next((kind for part, kind in _IN_ARNS.items() if part in value), "")
            return [(kind, value, value)]
        behind = self.resource.property_dependencies.get(prop, ())
        found = [r for urn in behind if (r := self.stack.get(urn)) and r.type in {*_START, *_READ}]
        if value is UNKNOWN and not behind:
            raise Undecided(self.resource, path)
        # A schedule's role also sends to its dead-letter queue; its input may name anything.
        if len(found) > 1 and (prop == path or self.peek(f"{prop}.input") is UNKNOWN):
            return []
        return [(r.type, r.name, "") for r in found]
