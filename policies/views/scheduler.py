"""Views of EventBridge Scheduler."""

from __future__ import annotations

from policies.view import View


class Schedule(View):
    """`aws.scheduler.Schedule`: starts its target at a time."""

    token = "aws:scheduler/schedule:Schedule"
