import pytest

from policies.core import UNKNOWN
from policies.rules.apis.unpinned_trust_store import unpinned_trust_store
from tests.support.builders import resource
from tests.support.findings import run_rule


def store(**props):
    return [resource("aws:lb/trustStore:TrustStore", "store", **props)]


def revocation(**props):
    return [resource("aws:lb/trustStoreRevocation:TrustStoreRevocation", "revoked", **props)]


CASES = [
    ("nothing there", [], []),
    ("default", store(), ["has no caCertificatesBundleS3ObjectVersion"]),
    ("a version", store(caCertificatesBundleS3ObjectVersion="v1"), []),
    ("unknown: the version of the upload", store(caCertificatesBundleS3ObjectVersion=UNKNOWN), []),
    ("a list without", revocation(), ["has no revocationsS3ObjectVersion"]),
    ("a list with the other's property", revocation(caCertificatesBundleS3ObjectVersion="v1"),
     ["has no revocationsS3ObjectVersion"]),
    ("a list with a version", revocation(revocationsS3ObjectVersion="v1"), []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unpinned_trust_store(name, resources, expected):
    assert run_rule(unpinned_trust_store, resources) == expected
