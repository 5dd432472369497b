import pytest

from policies.core import UNKNOWN
from policies.rules.operations.trail_gaps import trail_gaps
from tests.support.builders import resource
from tests.support.findings import run_rule

ALL = {"isMultiRegionTrail": True}
REGIONS = "records one region only (isMultiRegionTrail)"
ORGANIZATION = resource("aws:organizations/organization:Organization", "ours")
DATA = [{"includeManagementEvents": False, "dataResources": []}]


def trail(**props):
    return resource("aws:cloudtrail/trail:Trail", "t", **props)


def advanced(category):
    fields = [{"field": "eventCategory", "equals": [category]}]
    return trail(advancedEventSelectors=[{"fieldSelectors": fields}])


CASES = [
    ("nothing there", [], []),
    ("all regions", [trail(**ALL)], []),
    ("one region", [trail()], [REGIONS]),
    ("off", [trail(enableLogging=False)], ["is switched off (enableLogging)"]),
    ("data events of one region", [trail(eventSelectors=DATA)], []),
    ("data events by advanced selectors", [advanced("Data")], []),
    ("calls by advanced selectors", [advanced("Management")], [REGIONS]),
    (
        "one account of the organization",
        [ORGANIZATION, trail(**ALL)],
        ["records one account of the organization only (isOrganizationTrail)"],
    ),
    ("all accounts", [ORGANIZATION, trail(isOrganizationTrail=True, **ALL)], []),
    (
        "a log group and no role",
        [trail(cloudWatchLogsGroupArn=UNKNOWN, **ALL)],
        ["has cloudWatchLogsGroupArn and no cloudWatchLogsRoleArn, which AWS refuses"],
    ),
    (
        "both",
        [trail(cloudWatchLogsGroupArn=UNKNOWN, cloudWatchLogsRoleArn=UNKNOWN, **ALL)],
        [],
    ),
    (
        "unknown",
        [trail(isMultiRegionTrail=UNKNOWN)],
        ["undecided: isMultiRegionTrail is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_trail_gaps(name, resources, expected):
    assert run_rule(trail_gaps, resources) == expected
