"""By itself the rule sees no other rule's findings, so all that is in force is unused."""

import pytest

from policies.core import UNKNOWN
from policies.rules.exemption.unused import unused_exemption
from tests.support.builders import component, environment, exemption
from tests.support.findings import run_rule

GOOD = exemption("iam-shared-role", "worker-role")

CASES = [
    ("none", [environment()], []),
    (
        "for a resource",
        [environment(exemptions=[GOOD])],
        ["exemptions[0]: nothing needs iam-shared-role for worker-role"],
    ),
    (
        "for a glob",
        [environment(exemptions=[{**GOOD, "resource": None, "glob": "worker-*"}])],
        ["exemptions[0]: nothing needs iam-shared-role for glob worker-*"],
    ),
    (
        "in code",
        [component("worker", exempt=[exemption("iam-shared-role")])],
        ["exempt[0]: nothing needs iam-shared-role for worker and below"],
    ),
    ("expired", [environment(exemptions=[{**GOOD, "until": "2001-01-31"}])], []),
    ("not valid", [environment(exemptions=[{**GOOD, "owner": ""}])], []),
    ("unknown", [environment(exemptions=[{**GOOD, "reason": UNKNOWN}])], []),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unused_exemption(name, resources, expected):
    assert run_rule(unused_exemption, resources) == expected
