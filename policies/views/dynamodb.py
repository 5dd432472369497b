"""Views of DynamoDB: what follows a table."""

from __future__ import annotations

from policies.view import View


class KinesisStreamingDestination(View):
    """`aws.dynamodb.KinesisStreamingDestination`: changes of a table in a Kinesis stream."""

    token = "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination"
