import pytest

from policies.core import UNKNOWN
from policies.rules.events.half_watched_access import half_watched_access
from tests.support.builders import resource
from tests.support.findings import run_rule

CONSOLE = "watches for Federate (the console); GetRoleCredentials (the command line) goes unseen"
LINE = "watches for GetRoleCredentials (the command line); Federate (the console) goes unseen"


def rule(pattern, name="r", **props):
    return resource("aws:cloudwatch/eventRule:EventRule", name, eventPattern=pattern, **props)


def calls(*names):
    listed = ", ".join(f'"{name}"' for name in names)
    return f'{{"detail": {{"eventName": [{listed}]}}}}'


def subscription(pattern):
    return resource(
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "s", filterPattern=pattern
    )


def metric(pattern):
    return resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", "m", pattern=pattern)


CASES = [
    ("nothing there", [], []),
    ("other calls", [rule(calls("StopLogging"))], []),
    ("both", [rule(calls("Federate", "GetRoleCredentials"))], []),
    ("the console alone", [rule(calls("Federate"))], [CONSOLE]),
    ("the command line alone", [subscription('{ $.eventName = "GetRoleCredentials" }')], [LINE]),
    (
        "one each",
        [rule(calls("Federate")), metric('{ $.eventName = "GetRoleCredentials" }')],
        [],
    ),
    (
        "another watches all calls",
        [rule(calls("Federate")), rule('{"detail": {"eventSource": ["sso.amazonaws.com"]}}', "a")],
        [],
    ),
    ("a longer name is another", [rule(calls("FederateDirectory"))], []),
    ("a rule that is switched off", [rule(calls("Federate"), state="DISABLED")], []),
    (
        "the other unknown",
        [rule(calls("Federate")), subscription(UNKNOWN)],
        ["undecided: filterPattern is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_half_watched_access(name, resources, expected):
    assert run_rule(half_watched_access, resources) == expected
