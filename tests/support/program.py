"""Small programs for tests of the event flow, as preview shows them or as an update does.

    def program(p):
        jobs = p.queue("jobs")
        worker = p.function("worker", p.may("sqs:SendMessage", jobs))
        p.starts(jobs, worker)

In a `Program(known=True)` every ARN is there and so are the policy documents. Otherwise ARNs and
documents are unknown, as at preview, and components around the functions send their grants.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from policies.flow import flow_of
from policies.flow.loops import Loop
from policies.values import UNKNOWN
from policies.view import Resource, Stack
from tests.support import builders
from tests.support.builders import allow, arn, component, grant, resource, role

_ARNS = {
    "aws:sqs/queue:Queue": ("sqs", "{}"),
    "aws:sns/topic:Topic": ("sns", "{}"),
    "aws:lambda/function:Function": ("lambda", "function:{}"),
    "aws:cloudwatch/eventBus:EventBus": ("events", "event-bus/{}"),
    "aws:cloudwatch/eventRule:EventRule": ("events", "rule/{}"),
    "aws:cloudwatch/eventArchive:EventArchive": ("events", "archive/{}"),
    "aws:dynamodb/table:Table": ("dynamodb", "table/{}"),
    "aws:kinesis/stream:Stream": ("kinesis", "stream/{}"),
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": (
        "firehose",
        "deliverystream/{}",
    ),
    "aws:sfn/stateMachine:StateMachine": ("states", "stateMachine:{}"),
    "aws:pipes/pipe:Pipe": ("pipes", "pipe/{}"),
    "aws:scheduler/schedule:Schedule": ("scheduler", "schedule/default/{}"),
    "aws:cloudwatch/logGroup:LogGroup": ("logs", "log-group:{}"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ("cloudwatch", "alarm:{}"),
    "aws:cloudwatch/eventApiDestination:EventApiDestination": ("events", "api-destination/{}"),
    "aws:appsync/graphQLApi:GraphQLApi": ("appsync", "apis/{}"),
}


@dataclass(frozen=True)
class Right:
    """What a role may do at one place."""

    action: str
    place: Resource | str
    path: str = ""
    condition: dict[str, Any] | None = None
    effect: str = "Allow"


class Program:
    def __init__(self, known: bool) -> None:
        self.known = known
        self.resources: list[Resource] = []

    def add(self, made: Resource) -> Resource:
        self.resources.append(made)
        return made

    def make(self, type_: str, name: str, /, **props: Any) -> Resource:
        """A resource whose ARN is there where ARNs are known; its AWS name always is."""
        if self.known and type_ in _ARNS:
            service, form = _ARNS[type_]
            props = {"arn": arn(service, form.format(name)), **props}
        return self.add(resource(type_, name, **{"name": name, **props}))

    def queue(self, name: str, /, **props: Any) -> Resource:
        return self.make("aws:sqs/queue:Queue", name, **props)

    def topic(self, name: str, /, **props: Any) -> Resource:
        return self.make("aws:sns/topic:Topic", name, **props)

    def bus(self, name: str, /, **props: Any) -> Resource:
        return self.make("aws:cloudwatch/eventBus:EventBus", name, **props)

    def bucket(self, name: str, /, **props: Any) -> Resource:
        known = {"arn": f"arn:aws:s3:::{name}"} if self.known else {}
        return self.add(builders.bucket(name, **known, **props))

    def may(self, action: str, place: Resource | str, path: str = "", **rest: Any) -> Right:
        return Right(action, place, path, **rest)

    def role(self, name: str, *rights: Right, parent: Any = None) -> Resource:
        """A role with one policy that holds `rights`, in their order."""
        known = {"arn": f"arn:aws:iam::123456789012:role/{name}"} if self.known else {}
        made = self.add(role(name, **known))
        if rights:
            document = builders.policy_text(*map(_statement, rights)) if self.known else UNKNOWN
            self.add(builders.role_policy(f"{name}-policy", made, document, parent=parent))
        return made

    def function(self, name: str, *rights: Right, **props: Any) -> Resource:
        """A function with a role of its own, in a component that says what it may do."""
        grants = [
            grant(
                right.action,
                *([right.place] if isinstance(right.place, Resource) else []),
                paths=[right.path],
                **({"condition": right.condition} if right.condition else {}),
            )
            for right in rights
        ]
        around = self.add(component(f"{name}-component", grants=grants))
        made = self.role(f"{name}-role", *rights, parent=around)
        own = {"role": made, "parent": around, **props}
        return self.make("aws:lambda/function:Function", name, **own)

    def starts(self, source: Resource, function: Resource, **props: Any) -> Resource:
        name = f"{source.name}-to-{function.name}"
        return self.add(builders.mapping(name, source=source, target=function, **props))

    def subscription(self, topic: Resource, target: Resource, **props: Any) -> Resource:
        protocol = "lambda" if "lambda" in target.type else "sqs"
        return self.make(
            "aws:sns/topicSubscription:TopicSubscription",
            f"{topic.name}-to-{target.name}",
            **{"topic": topic, "endpoint": target, "protocol": protocol, **props},
        )

    def rule(
        self, name: str, bus: Resource | str | None, pattern: Any, target: Resource, **props: Any
    ) -> Resource:
        """A rule of `bus` (None: the default bus) with one target."""
        text = pattern if isinstance(pattern, str) or pattern is UNKNOWN else json.dumps(pattern)
        on = {"eventBusName": bus} if bus is not None else {}
        made = self.make("aws:cloudwatch/eventRule:EventRule", name, eventPattern=text, **on)
        self.make(
            "aws:cloudwatch/eventTarget:EventTarget",
            f"{name}-target",
            **{"rule": name, "arn": target, "deps": {"rule": [made]}, **on, **props},
        )
        return made

    def notifies(self, bucket: Resource, target: Resource, **entry: Any) -> Resource:
        """A notification of `bucket` about new objects, or as `entry` says."""
        prop, key = {
            "function": ("lambdaFunctions", "lambdaFunctionArn"),
            "queue": ("queues", "queueArn"),
            "topic": ("topics", "topicArn"),
        }[target.type.rpartition(":")[2].lower()]
        full = {"events": ["s3:ObjectCreated:*"], key: target, **entry}
        return self.make(
            "aws:s3/bucketNotification:BucketNotification",
            f"{bucket.name}-notification",
            **{"bucket": bucket.name, "deps": {"bucket": [bucket]}, prop: [full]},
        )


def _statement(right: Right) -> dict[str, Any]:
    place = right.place if isinstance(right.place, str) else right.place.properties["arn"]
    rest = {"Condition": right.condition} if right.condition else {}
    return {**allow([right.action], f"{place}{right.path}"), **rest, "Effect": right.effect}


def loops(resources: list[Resource]) -> list[Loop]:
    return flow_of(Stack(resources))[1]


def rings(resources: list[Resource]) -> list[str]:
    """Every loop as `a → b`, from the function whose name comes first; possible ones with `?`."""
    return [
        ("" if loop.certain else "? ") + " → ".join(node.place.name for node in loop.nodes)
        for loop in loops(resources)
    ]
