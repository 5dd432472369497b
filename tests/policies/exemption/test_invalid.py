import pytest

from policies.core import UNKNOWN
from policies.rules.exemption.invalid import invalid_exemption
from tests.support.builders import component, environment, exemption, resource
from tests.support.findings import run_rule

GOOD = exemption("iam-shared-role", "worker-role")


def root(item):
    return [environment(exemptions=[item])]


def wrong(*problems, at="exemptions[0]"):
    return ["\n  ".join([f"{at} says too little or wrong things:", *problems])]


def until(value):
    return f'until = {value!r}: expected a day in quotes, like "2027-01-31"'


CASES = [
    ("good", root(GOOD), []),
    ("no reason", root({**GOOD, "reason": " "}), wrong("reason is missing")),
    ("no owner", root({**GOOD, "owner": None}), wrong("owner is missing")),
    ("no date", root({**GOOD, "until": None}), wrong(until(None))),
    ("no such day", root({**GOOD, "until": "2027-02-30"}), wrong(until("2027-02-30"))),
    (
        "date that was not quoted",
        root({**GOOD, "until": "2027-01-31 00:00:00 +0000 UTC"}),
        wrong(until("2027-01-31 00:00:00 +0000 UTC")),
    ),
    ("other calendar form", root({**GOOD, "until": "2027-W01-1"}), wrong(until("2027-W01-1"))),
    (
        "unknown rule",
        root({**GOOD, "rule": "iam-shared-roles"}),
        wrong("rule = 'iam-shared-roles': there is no such rule, did you mean iam-shared-role?"),
    ),
    (
        "rule about exemptions",
        root({**GOOD, "rule": "exemption-expired"}),
        wrong("exemption-expired cannot be exempted"),
    ),
    ("no resource", root({**GOOD, "resource": ""}), wrong("names no resource and no glob")),
    (
        "resource and glob",
        root({**GOOD, "glob": "*"}),
        wrong("resource and glob are both given, expected one"),
    ),
    ("field of another name", root({**GOOD, "why": "x"}), wrong("why is no field of it")),
    ("number", root({**GOOD, "owner": 7}), wrong("owner is not text", "owner is missing")),
    (
        "text",
        root("iam-shared-role"),
        wrong("is not a mapping of rule, resource, glob, reason, owner, until"),
    ),
    ("no list", [environment(exemptions="x")], wrong("is not a list", at="exemptions")),
    ("good, in code", [component("worker", exempt=[exemption("iam-shared-role")])], []),
    (
        "bad, in code",
        [component("worker", exempt=[{"rule": "iam-shared-role"}])],
        wrong("reason is missing", "owner is missing", until(None), at="exempt[0]"),
    ),
    ("a property of that name of AWS", [resource("aws:x/y:Z", "z", exempt=[7])], []),
    (
        "unknown",
        root({**GOOD, "reason": UNKNOWN}),
        ["undecided: exemptions[0].reason is not known at preview"],
    ),
    (
        "all unknown",
        [environment(exemptions=UNKNOWN)],
        ["undecided: exemptions is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_invalid_exemption(name, resources, expected):
    assert run_rule(invalid_exemption, resources) == expected
