"""Cognito, SES and IoT: what users, mail and devices start.

Nothing of a stack is seen to lead to a user pool or to mail; `iot:Publish` leads to IoT rules.
Which MQTT topics a rule's SQL selects is not looked at, so that this is never certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policies.flow.access import Access
from policies.flow.model import Evidence, Fact, Listens, Unfollowed
from policies.flow.places import Found, Places, PlaceType
from policies.flow.scopes import Unknown
from policies.flow.services import addresses
from policies.view import View
from policies.views.callers import ReceiptRule, TopicRule, UserPool

TYPES = (
    PlaceType("aws:cognito/userPool:UserPool", "user pool"),
    PlaceType("aws:ses/receiptRule:ReceiptRule", "receipt rule"),
    PlaceType("aws:iot/topicRule:TopicRule", "IoT rule"),
)


def _messages(places: Places, pattern: str) -> list[Found]:
    """The message broker of the account, for whatever topic."""
    return places.named("messages", "IoT") if ":topic/" in pattern or pattern == "*" else []


ACCESS = (
    Access(
        "IoT", ("iot:Publish",), "topic/{name}", find=_messages, doubt="topics are not compared"
    ),
)


def user_pool(view: UserPool, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    triggers = view.peek("lambdaConfig")
    for key, value in sorted(triggers.items()) if isinstance(triggers, Mapping) else ():
        path = f"lambdaConfig.{key}" + (".lambdaArn" if isinstance(value, Mapping) else "")
        if key == "kmsKeyId" or own is None:
            continue
        for function in places.find(view, path, "function"):
            evidence = Evidence(view.resource, path)
            yield Listens(own, function.place, "starts", evidence, function.certain)


def receipt_rule(view: ReceiptRule, places: Places) -> Iterator[Fact]:
    if view.peek("enabled") is False:
        return
    for prop, key, kind, verb in (
        ("lambdaActions", "functionArn", "function", "starts"),
        ("snsActions", "topicArn", "topic", "delivers to"),
        ("s3Actions", "bucketName", "bucket", "delivers to"),
        ("s3Actions", "topicArn", "topic", "delivers to"),
    ):
        yield from _actions(view, places, prop, key, kind, verb)


_IOT_ACTIONS = (
    ("lambdas", "functionArn", "function", "starts"),
    ("sqs", "queueUrl", "queue", "delivers to"),
    ("sns", "targetArn", "topic", "delivers to"),
    ("s3", "bucketName", "bucket", "delivers to"),
    ("kineses", "streamName", "stream", "delivers to"),
    ("firehoses", "deliveryStreamName", "delivery stream", "delivers to"),
    ("stepFunctions", "stateMachineName", "state machine", "starts"),
    ("dynamodbs", "tableName", "table", "writes to"),
)
_NOT_FOLLOWED = (
    "errorAction",
    "republishes",
    "kafkas",
    "iotEvents",
    "iotAnalytics",
    "dynamodbv2s",
)


def topic_rule(view: TopicRule, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    if own is None or view.peek("enabled") is False:
        return
    broker = places.named("messages", "IoT")[0].place
    sql = Evidence(view.resource, "sql")
    yield Listens(broker, own, "starts", sql, True, Unknown(f"rule {view.name}"), view.urn)
    for prop, key, kind, verb in _IOT_ACTIONS:
        yield from _actions(view, places, prop, key, kind, verb)
    for prop in _NOT_FOLLOWED:
        if view.peek(prop) not in (None, [], {}):
            yield Unfollowed(view.resource, f"{prop} of an IoT rule")
    for index, _ in enumerate(_listed(view.peek("https"))):
        path = f"https[{index}].url"
        for called in addresses.behind(view, path, "POST", places):
            yield called.by(own, "calls", Evidence(view.resource, path), "https of an IoT rule")


def _actions(
    view: View, places: Places, prop: str, key: str, kind: str, verb: str
) -> Iterator[Listens]:
    own = places.at(view.urn)
    if own is None:
        return
    for index, action in enumerate(_listed(view.peek(prop))):
        path = f"{prop}[{index}].{key}"
        if isinstance(action, Mapping):
            for target in places.find(view, path, kind):
                evidence = Evidence(view.resource, path)
                yield Listens(own, target.place, verb, evidence, target.certain)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


FACTS = {UserPool: user_pool, ReceiptRule: receipt_rule, TopicRule: topic_rule}
