"""Topic: SNS, encrypted, over TLS only."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.architecture import Component
from components.args import Args
from components.foundation.access import Sender, access_facts, access_policy
from components.foundation.grant import Grant, on
from components.foundation.known import json_text
from components.foundation.queue import Queue
from components.settings import context_of


class TopicArgs(Args):
    """Settings of a topic. Source: SNS developer guide."""

    senders: tuple[Any, ...] = ()
    """`Sender`s: services that may publish, each for one resource made before the topic. Services
    cannot use the key that AWS manages for SNS: with senders and no customer managed key in the
    settings the topic is not encrypted at rest."""


class Topic(Component):
    """A standard topic. `arn` (Output[str]). Children: `topic`, `policy`."""

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: TopicArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        account = context_of(opts).account
        told = access_facts("sns:Publish", args.senders, account)
        super().__init__("palisade:foundation:Topic", name, args, opts, told)
        own_key = None if args.senders else "alias/aws/sns"
        self.topic = aws.sns.Topic(
            name, kms_master_key_id=self.settings.kms_key_arn or own_key, opts=self.own
        )
        self.arn = self.topic.arn
        self.policy = aws.sns.TopicPolicy(
            f"{name}-access",
            arn=self.arn,
            policy=access_policy(self.arn, "sns:Publish", args.senders, account),
            opts=self.own,
        )
        self.sender = Sender("sns.amazonaws.com", self.arn)
        self.register_outputs({})

    def send(self) -> Grant:
        """Permission to publish."""
        return on(self.topic, self.arn, "sns:Publish")

    def to_queue(
        self, name: str, queue: Queue, filter_policy: dict[str, Any] | None = None
    ) -> aws.sns.TopicSubscription:
        """Deliver to a queue made with `senders=(topic.sender,)`, bodies as published (raw)."""
        return aws.sns.TopicSubscription(
            f"{name}-subscription",
            topic=self.arn,
            protocol="sqs",
            endpoint=queue.arn,
            raw_message_delivery=True,
            filter_policy=json_text(filter_policy) if filter_policy else None,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[queue.policy]),
        )
