import pytest

from policies.core import UNKNOWN
from policies.rules.apis.mtls_expiry_ignored import mtls_expiry_ignored
from tests.support.findings import run_rule
from tests.support.fronts import VERIFY, listener

IGNORED = ["verifies client certificates and ignores their expiry"]


def mode(**given):
    return [listener(mutualAuthentication={**VERIFY, **given})]


CASES = [
    ("no listener", [], []),
    ("no client certificates", [listener(mutualAuthentication=None)], []),
    ("default", mode(), []),
    ("said to be minded", mode(ignoreClientCertificateExpiry=False), []),
    ("ignored", mode(ignoreClientCertificateExpiry=True), IGNORED),
    ("ignored in passthrough", mode(mode="passthrough", ignoreClientCertificateExpiry=True), []),
    (
        "unknown",
        mode(ignoreClientCertificateExpiry=UNKNOWN),
        ["undecided: mutualAuthentication.ignoreClientCertificateExpiry is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_mtls_expiry_ignored(name, resources, expected):
    assert run_rule(mtls_expiry_ignored, resources) == expected
