"""Views of Firehose."""

from __future__ import annotations

from policies.view import View


class DeliveryStream(View):
    """`aws.kinesis.FirehoseDeliveryStream`."""

    token = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
