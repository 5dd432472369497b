import pytest

from policies.core import UNKNOWN
from policies.rules.events.broken_schedule import broken_schedule
from tests.support.builders import resource
from tests.support.findings import run_rule


def event_rule(expression):
    type_ = "aws:cloudwatch/eventRule:EventRule"
    return resource(type_, "nightly", scheduleExpression=expression)


def schedule(expression):
    return resource("aws:scheduler/schedule:Schedule", "nightly", scheduleExpression=expression)


UNIX = "cron(0 8 * * 1) has 5 fields, expected 6: minutes hours day month weekday year"
NO_RATE = "is no number above 0 with minutes, hours or days"
CASES = [
    ("nothing there", [], []),
    ("a pattern", [event_rule(None)], []),
    ("several minutes", [event_rule("rate(5 minutes)")], []),
    ("one hour", [event_rule("rate(1 hour)")], []),
    ("one hours", [event_rule("rate(1 hours)")], ["rate(1 hours) needs hour for 1"]),
    ("five minute", [event_rule("rate(5 minute)")], ["rate(5 minute) needs minutes for 5"]),
    ("one hours, of Scheduler", [schedule("rate(1 hours)")], []),
    ("nothing", [schedule("rate(0 minutes)")], [f"rate(0 minutes) {NO_RATE}"]),
    ("seconds", [event_rule("rate(30 seconds)")], [f"rate(30 seconds) {NO_RATE}"]),
    ("weekdays at eight", [event_rule("cron(0 8 ? * MON-FRI *)")], []),
    ("first of the month", [schedule("cron(0 8 1 * ? *)")], []),
    ("as in a crontab", [event_rule("cron(0 8 * * 1)")], [UNIX]),
    ("any day and any weekday", [event_rule("cron(0 8 * * * *)")],
     ["cron(0 8 * * * *) needs ? for the day of the month or for the weekday"]),
    ("once", [schedule("at(2027-01-31T08:00:00)")], []),
    ("once, in a rule", [event_rule("at(2027-01-31T08:00:00)")],
     ["at(2027-01-31T08:00:00) is none of rate(…), cron(…)"]),
    ("bare", [schedule("5 minutes")], ["5 minutes is none of rate(…), cron(…), at(…)"]),
    ("unknown", [event_rule(UNKNOWN)],
     ["undecided: scheduleExpression is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_broken_schedule(name, resources, expected):
    assert run_rule(broken_schedule, resources) == expected
