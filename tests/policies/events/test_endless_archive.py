import pytest

from policies.core import UNKNOWN
from policies.rules.events.endless_archive import endless_archive
from tests.support.builders import resource
from tests.support.findings import run_rule

SAID = ["keeps events for ever (retentionDays)"]


def archive(days):
    return resource("aws:cloudwatch/eventArchive:EventArchive", "kept", retentionDays=days)


CASES = [
    ("nothing there", [], []),
    ("nothing said", [archive(None)], SAID),
    ("zero", [archive(0)], SAID),
    ("a month", [archive(30)], []),
    ("unknown", [archive(UNKNOWN)], ["undecided: retentionDays is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_endless_archive(name, resources, expected):
    assert run_rule(endless_archive, resources) == expected
