import pytest

from policies.core import UNKNOWN
from policies.rules.data.trust_store_bucket import trust_store_bucket
from tests.support.builders import bucket, resource
from tests.support.findings import run_rule

STORE = bucket("certificates")


def trust(to=STORE):
    return resource("aws:lb/trustStore:TrustStore", "clients", caCertificatesBundleS3Bucket=to)


def domain(uri):
    return resource(
        "aws:apigateway/domainName:DomainName",
        "api",
        mutualTlsAuthentication={"truststoreUri": uri},
    )


def versions(status="Enabled", of=STORE):
    return resource(
        "aws:s3/bucketVersioning:BucketVersioning",
        "versions",
        bucket=of,
        versioningConfiguration={"status": status},
    )


BLOCK = resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", bucket=STORE)
CA = resource("aws:s3/bucketObjectv2:BucketObjectv2", "ca.pem", bucket=STORE)
UNVERSIONED = "holds what clients trusts, without versions"
UNBLOCKED = "holds what clients trusts, without a public access block"

CASES = [
    ("nothing there", [], []),
    ("default", [STORE, trust()], [UNVERSIONED, UNBLOCKED]),
    ("safe", [STORE, trust(), versions(), BLOCK], []),
    ("versions suspended", [STORE, trust(), versions("Suspended"), BLOCK], [UNVERSIONED]),
    ("versions of another bucket", [
        STORE, bucket("b"), trust(), versions(of=bucket("b")), BLOCK], [UNVERSIONED]),
    ("versions in the bucket itself", [
        bucket("certificates", versioning={"enabled": True}), trust(), BLOCK], []),
    ("no block", [STORE, trust(), versions()], [UNBLOCKED]),
    ("by name", [STORE, trust("certificates"), versions(), BLOCK], []),
    ("by the object in it", [
        STORE, CA, trust(CA), versions()], [UNBLOCKED]),
    ("a revocation list", [STORE, resource(
        "aws:lb/trustStoreRevocation:TrustStoreRevocation", "revoked",
        revocationsS3Bucket=STORE), BLOCK], ["holds what revoked trusts, without versions"]),
    ("the list of an authority", [STORE, resource(
        "aws:acmpca/certificateAuthority:CertificateAuthority", "ca",
        revocationConfiguration={"crlConfiguration": {"s3BucketName": STORE}}), versions()],
     ["holds what ca trusts, without a public access block"]),
    ("a domain's, by URI", [STORE, domain("s3://certificates/ca.pem"), BLOCK],
     ["holds what api trusts, without versions"]),
    ("a domain's, at preview", [STORE, domain(STORE), BLOCK],
     ["holds what api trusts, without versions"]),
    ("a domain without client certificates", [
        STORE, resource("aws:apigateway/domainName:DomainName", "api")], []),
    ("another bucket", [STORE], []),
    ("a bucket of elsewhere", [trust("theirs")], []),
    ("unknown", [trust(UNKNOWN)],
     ["undecided: caCertificatesBundleS3Bucket is not known at preview"]),
    ("unknown status", [STORE, trust(), versions(UNKNOWN), BLOCK],
     ["undecided: versioningConfiguration.status is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_trust_store_bucket(name, resources, expected):
    assert run_rule(trust_store_bucket, resources) == expected
