import pytest

from policies.core import UNKNOWN
from policies.rules.apis.no_revocation_list import no_revocation_list
from tests.support.builders import resource
from tests.support.findings import run_rule

NONE = ["no TrustStoreRevocation names it"]


def authority(**props):
    return resource("aws:acmpca/certificateAuthority:CertificateAuthority", "ca", **props)


def chain(**props):
    """A store made from an object that holds the certificate of a CA."""
    ca = authority(**props)
    certificate = resource("aws:acmpca/certificate:Certificate", "ca", certificateAuthorityArn=ca)
    bundle = resource("aws:s3/bucketObjectv2:BucketObjectv2", "bundle", content=certificate)
    store = resource(
        "aws:lb/trustStore:TrustStore", "store", caCertificatesBundleS3ObjectVersion=bundle
    )
    return [ca, certificate, bundle, store]


STORE = resource("aws:lb/trustStore:TrustStore", "store")
OTHER = resource("aws:lb/trustStore:TrustStore", "other")


def revocation(of):
    return resource("aws:lb/trustStoreRevocation:TrustStoreRevocation", "revoked", trustStoreArn=of)


CASES = [
    ("nothing there", [], []),
    ("no list", [STORE], NONE),
    ("a list", [STORE, revocation(STORE)], []),
    ("a list of another store", [STORE, OTHER, revocation(OTHER)], NONE),
    ("a short-lived CA", chain(usageMode="SHORT_LIVED_CERTIFICATE"), []),
    ("a general-purpose CA", chain(usageMode="GENERAL_PURPOSE"), NONE),
    ("a CA of the default kind", chain(), NONE),
    ("unknown", chain(usageMode=UNKNOWN), ["undecided: usageMode is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_no_revocation_list(name, resources, expected):
    assert run_rule(no_revocation_list, resources) == expected
