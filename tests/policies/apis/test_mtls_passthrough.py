import pytest

from policies.core import UNKNOWN
from policies.rules.apis.mtls_passthrough import mtls_passthrough
from tests.support.findings import run_rule
from tests.support.fronts import listener

CASES = [
    ("no listener", [], []),
    ("no client certificates", [listener(mutualAuthentication=None)], []),
    ("off", [listener(mutualAuthentication={"mode": "off"})], []),
    ("verify", [listener()], []),
    (
        "passthrough",
        [listener(mutualAuthentication={"mode": "passthrough"})],
        ["mode is passthrough: whatever is behind must verify"],
    ),
    (
        "unknown",
        [listener(mutualAuthentication={"mode": UNKNOWN})],
        ["undecided: mutualAuthentication.mode is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_mtls_passthrough(name, resources, expected):
    assert run_rule(mtls_passthrough, resources) == expected
