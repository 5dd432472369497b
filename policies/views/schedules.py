"""When something starts: schedules of EventBridge rules and of EventBridge Scheduler."""

from __future__ import annotations

import re

from policies.view import View

_RULE = "aws:cloudwatch/eventRule:EventRule"
_SCHEDULE = "aws:scheduler/schedule:Schedule"
_RATE = re.compile(r"(\d+)\s+(minute|hour|day)(s?)")


class Timed(View):
    """`aws.cloudwatch.EventRule` or `aws.scheduler.Schedule`."""

    token = (_RULE, _SCHEDULE)

    @property
    def problem(self) -> str:
        """Why EventBridge refuses the schedule expression; empty where it takes it, or none is set.

        Values of single fields are not looked at.
        """
        text = self.text("scheduleExpression").strip()
        if not text:
            return ""
        kind, paren, rest = text.partition("(")
        kinds = ("rate", "cron") if self.resource.type == _RULE else ("rate", "cron", "at")
        if kind not in kinds or not paren or not rest.endswith(")"):
            return f"is none of {', '.join(f'{one}(…)' for one in kinds)}"
        inside = rest[:-1].strip()
        if kind == "rate":
            return self._rate(inside)
        return _cron(inside.split()) if kind == "cron" else ""

    def _rate(self, inside: str) -> str:
        match = _RATE.fullmatch(inside)
        if match is None or int(match[1]) == 0:
            return "is no number above 0 with minutes, hours or days"
        # Scheduler takes either form; rules want the right one.
        if self.resource.type == _RULE and (match[1] == "1") == bool(match[3]):
            return f"needs {match[2]}{'' if match[3] else 's'} for {match[1]}"
        return ""


def _cron(fields: list[str]) -> str:
    if len(fields) != 6:
        return f"has {len(fields)} fields, expected 6: minutes hours day month weekday year"
    if "?" not in (fields[2], fields[4]):
        return "needs ? for the day of the month or for the weekday"
    return ""
