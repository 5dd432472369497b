"""Views of Kinesis: data streams."""

from __future__ import annotations

from policies.view import View


class Stream(View):
    """`aws.kinesis.Stream`."""

    token = "aws:kinesis/stream:Stream"
