import pytest

from policies.core import UNKNOWN
from policies.rules.streams.failures_among_data import failures_among_data
from tests.support.delivery import delivery, step, steps
from tests.support.findings import run_rule

WORKS = {"processingConfiguration": steps(step("Lambda", LambdaArn=UNKNOWN))}
LINES = {"processingConfiguration": steps(step("AppendDelimiterToRecord"))}
DAYS = "events/!{timestamp:yyyy}/"

CASES = [
    ("nothing there", [], []),
    ("the default", [delivery("audit")], []),
    (
        "a place of its own",
        [delivery("audit", prefix=DAYS, errorOutputPrefix="errors/", **WORKS)],
        [],
    ),
    (
        "expressions alone",
        [delivery("audit", prefix=DAYS)],
        ["has expressions in its prefix and no errorOutputPrefix, which AWS refuses"],
    ),
    (
        "a function",
        [delivery("audit", **WORKS)],
        ["puts what it fails at under the root, where it delivers"],
    ),
    (
        "conversion",
        [delivery("audit", prefix="events/", dataFormatConversionConfiguration={})],
        ["puts what it fails at under events/, where it delivers"],
    ),
    ("a step that cannot fail", [delivery("audit", prefix="events/", **LINES)], []),
    (
        "the same place twice",
        [delivery("audit", prefix="events/", errorOutputPrefix="events/")],
        ["puts what it fails at under events/, where it delivers"],
    ),
    ("not to a bucket", [delivery("audit", to="httpEndpoint", **WORKS)], []),
    (
        "unknown",
        [delivery("audit", prefix=UNKNOWN)],
        ["undecided: extendedS3Configuration.prefix is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_failures_among_data(name, resources, expected):
    assert run_rule(failures_among_data, resources) == expected
