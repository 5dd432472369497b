"""Views of SNS: topics and their subscriptions."""

from __future__ import annotations

from policies.view import View


class Topic(View):
    """`aws.sns.Topic`."""

    token = "aws:sns/topic:Topic"

    @property
    def fifo(self) -> bool:
        return self.flag("fifoTopic")

    @property
    def kms_key(self) -> str:
        """Key id, ARN or alias that encrypts messages; empty for none."""
        return self.text("kmsMasterKeyId")


class TopicSubscription(View):
    """`aws.sns.TopicSubscription`: one endpoint that gets a topic's messages."""

    token = "aws:sns/topicSubscription:TopicSubscription"

    @property
    def protocol(self) -> str:
        """`lambda`, `sqs`, `firehose`, `https`, `http`, `email`, `email-json`, `sms` …"""
        return self.text("protocol")

    @property
    def topic(self) -> Topic | None:
        return self.follow("topic", Topic)

    @property
    def topic_arn(self) -> str:
        return self.text("topic")

    @property
    def endpoint(self) -> str:
        """ARN, URL or address that the messages go to."""
        return self.text("endpoint")

    @property
    def has_redrive(self) -> bool:
        """Whether a dead-letter queue is named, known or not."""
        return self.peek("redrivePolicy") not in (None, "")

    @property
    def raw(self) -> bool:
        """Whether messages arrive without SNS's envelope."""
        return self.flag("rawMessageDelivery")


class TopicPolicy(View):
    """`aws.sns.TopicPolicy`: who may use a topic."""

    token = "aws:sns/topicPolicy:TopicPolicy"

    @property
    def topic(self) -> Topic | None:
        return self.follow("arn", Topic)
