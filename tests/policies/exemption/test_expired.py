import pytest

from policies.core import UNKNOWN
from policies.rules.exemption.expired import expired_exemption
from tests.support.builders import component, environment, exemption
from tests.support.findings import run_rule

OLD = exemption("iam-shared-role", "worker-role", until="2001-01-31")

CASES = [
    ("none", [environment()], []),
    ("in force", [environment(exemptions=[exemption("iam-shared-role", "worker-role")])], []),
    (
        "expired",
        [environment(exemptions=[OLD])],
        [
            "exemptions[0]: iam-shared-role for worker-role ended on 2001-01-31 "
            "(owner web-team: moves next)"
        ],
    ),
    (
        "expired, in code",
        [component("worker", exempt=[exemption("iam-shared-role", until="2001-01-31")])],
        [
            "exempt[0]: iam-shared-role for worker and below ended on 2001-01-31 "
            "(owner web-team: moves next)"
        ],
    ),
    ("expired, but not valid anyway", [environment(exemptions=[{**OLD, "owner": ""}])], []),
    ("unknown", [environment(exemptions=[{**OLD, "until": UNKNOWN}])], []),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_expired_exemption(name, resources, expected):
    assert run_rule(expired_exemption, resources) == expected
