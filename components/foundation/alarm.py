"""Alarms, and the topic that tells people of them."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.foundation.access import Sender, access_facts, access_policy
from components.settings import Context, context_of


def alarm(
    name: str,
    context: Context,
    opts: pulumi.ResourceOptions,
    *,
    metric: str,
    namespace: str,
    dimensions: dict[str, pulumi.Input[str]],
    above: float = 0,
    statistic: str = "Sum",
    period_seconds: int = 60,
    periods: int = 1,
    description: str,
) -> aws.cloudwatch.MetricAlarm:
    """An alarm that goes off above a threshold; silence is no alarm.

    It tells the environment's alarm topic where there is one (`alarm_email`), else it only shows in
    CloudWatch. Source: sheet 01 (an alarm at "0 or more" always fires).
    """
    topic = [context.alarm_topic_arn] if context.alarm_topic_arn is not None else None
    return aws.cloudwatch.MetricAlarm(
        f"{name}-alarm",
        alarm_description=description,
        namespace=namespace,
        metric_name=metric,
        dimensions=dimensions,
        statistic=statistic,
        period=period_seconds,
        evaluation_periods=periods,
        comparison_operator="GreaterThanThreshold",
        threshold=above,
        treat_missing_data="notBreaching",
        alarm_actions=topic,
        ok_actions=topic,
        opts=opts,
    )


def messages_waiting(
    name: str, queue: aws.sqs.Queue, context: Context, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """An alarm for a queue that should stay empty."""
    return alarm(
        name,
        context,
        opts,
        metric="ApproximateNumberOfMessagesVisible",
        namespace="AWS/SQS",
        dimensions={"QueueName": queue.name},
        statistic="Maximum",
        description=f"Messages wait in {name}: something failed for good. Read one, mend the cause,"
        " redrive the queue.",
    )


class AlarmTopic(pulumi.ComponentResource):
    """The environment's topic for alarms, mailed to `alarm_email`. `arn` (Output[str]).

    CloudWatch cannot use the key that AWS manages for SNS, so the topic is encrypted only with a
    customer managed key (`kms_key_arn`, whose policy must let cloudwatch.amazonaws.com use it).
    """

    arn: pulumi.Output[str]

    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        context = context_of(opts)
        senders = (alarms_of(context),)
        told = access_facts("sns:Publish", senders, context.account)
        super().__init__("palisade:foundation:AlarmTopic", name, told, opts)
        own = pulumi.ResourceOptions(parent=self)
        self.topic = aws.sns.Topic(name, kms_master_key_id=context.settings.kms_key_arn, opts=own)
        self.arn = self.topic.arn
        self.policy = aws.sns.TopicPolicy(
            f"{name}-access",
            arn=self.arn,
            policy=access_policy(self.arn, "sns:Publish", senders, context.account),
            opts=own,
        )
        self.subscription = aws.sns.TopicSubscription(
            f"{name}-mail",
            topic=self.arn,
            protocol="email",
            endpoint=context.settings.alarm_email or "",
            opts=own,
        )
        self.register_outputs({})


def alarms_of(context: Context) -> Sender:
    """CloudWatch as sender, for any alarm of this account and Region."""
    arn = f"arn:{context.partition}:cloudwatch:{context.region}:{context.account}:alarm:*"
    return Sender("cloudwatch.amazonaws.com", arn)
