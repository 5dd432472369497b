"""AWS's own policies: which of them let somebody write, since no stack holds their documents."""

from __future__ import annotations

import re

from policies.iam import Statement
from policies.views.attached import Attached

AWS_POLICIES = re.compile(r"arn:aws[\w-]*:iam::aws:policy/(?:[\w-]+/)*(?P<name>[\w+=,.@-]+)$")
"""Their ARNs, in all partitions."""
_WRITING_POLICIES: dict[str, tuple[str, ...]] = {
    "AdministratorAccess": ("*",),
    "PowerUserAccess": ("*",),
    "AWSLambdaRole": ("lambda:InvokeFunction",),
    "AWSLambda_FullAccess": ("lambda:*",),
    "AmazonSQSFullAccess": ("sqs:*",),
    "AmazonSNSFullAccess": ("sns:*",),
    "AmazonS3FullAccess": ("s3:*",),
    "AmazonEventBridgeFullAccess": ("events:*", "pipes:*", "scheduler:*"),
    "CloudWatchEventsFullAccess": ("events:*",),
    "AmazonDynamoDBFullAccess": ("dynamodb:*", "kinesis:*"),
    "AmazonDynamoDBFullAccess_v2": ("dynamodb:*",),
    "AmazonKinesisFullAccess": ("kinesis:*",),
    "AmazonKinesisFirehoseFullAccess": ("firehose:*",),
    "AWSStepFunctionsFullAccess": ("states:*",),
}
"""AWS's own policies that let somebody write to what this graph follows, with those actions."""


def managed_statement(policy: Attached) -> Statement | None:
    """What one of AWS's own policies lets somebody write to; None where that is nothing."""
    known = AWS_POLICIES.match(policy.managed)
    actions = _WRITING_POLICIES.get(known["name"], ()) if known else ()
    if not known or not actions:
        return None
    return Statement("Allow", actions=actions, resources=("*",), sid=known["name"])
