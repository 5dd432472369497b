import pytest

from policies.core import UNKNOWN
from policies.rules.iam.tls_not_enforced import tls_not_enforced
from tests.support.builders import allow, bucket, component, policy_text, queue, resource
from tests.support.findings import run_rule

FILES = bucket("files")
OPEN = "has no policy that refuses requests without TLS"
REFUSED = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "self",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
SOMEBODY = allow("s3:GetObject", Principal={"AWS": "123456789012"})
TOLD = component("block", access={"Statement": [REFUSED]})


def access(text, on=FILES, **rest):
    props = {"bucket": on.name, "deps": {"bucket": [on]}, **rest}
    return resource("aws:s3/bucketPolicy:BucketPolicy", "access", policy=text, **props)


CASES = [
    ("a queue is another rule's", [queue("q")], []),
    ("no policy", [FILES], [OPEN]),
    ("refused", [FILES, access(policy_text(REFUSED, SOMEBODY))], []),
    ("a policy for somebody", [FILES, access(policy_text(SOMEBODY))], [OPEN]),
    (
        "another bucket's policy",
        [FILES, bucket("b"), access(policy_text(REFUSED), on=bucket("b"))],
        [OPEN],
    ),
    ("told by the component, text unknown", [TOLD, FILES, access(UNKNOWN, parent=TOLD)], []),
    ("unknown", [FILES, access(UNKNOWN)], ["undecided: policy is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_tls_not_enforced(name, resources, expected):
    assert run_rule(tls_not_enforced, resources) == expected
