import pytest

from policies.core import UNKNOWN
from policies.rules.data.plain_private_key import plain_private_key
from policies.values import Secret
from tests.support.builders import resource
from tests.support.findings import run_rule

KEY = "-----BEGIN RSA PRIVATE KEY-----\nMII…\n-----END RSA PRIVATE KEY-----\n"
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMII…\n-----END CERTIFICATE-----\n"
NAMELESS = KEY.replace("RSA ", "")


def bucket_object(content):
    return [resource("aws:s3/bucketObjectv2:BucketObjectv2", "object", content=content)]


def certificate(**props):
    return [resource("aws:acm/certificate:Certificate", "certificate", **props)]


CASES = [
    ("nothing there", [], []),
    ("no content", bucket_object(None), []),
    ("a certificate", bucket_object(CERTIFICATE), []),
    ("a key", bucket_object(KEY), ["content holds a private key, not as a secret"]),
    ("a key behind a certificate", bucket_object(CERTIFICATE + NAMELESS),
     ["content holds a private key, not as a secret"]),
    ("a secret key", bucket_object(Secret(KEY)), []),
    ("words about keys", bucket_object("never send us a PRIVATE KEY"), []),
    ("an imported key", certificate(privateKey=KEY),
     ["privateKey holds a private key, not as a secret"]),
    ("a requested certificate", certificate(validationMethod="DNS"), []),
    ("unknown: then it comes from another resource", certificate(privateKey=UNKNOWN), []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_plain_private_key(name, resources, expected):
    assert run_rule(plain_private_key, resources) == expected
