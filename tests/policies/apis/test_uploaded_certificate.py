import pytest

from policies.core import UNKNOWN
from policies.rules.apis.uploaded_certificate import uploaded_certificate
from tests.support.builders import resource
from tests.support.findings import run_rule


def domain(**props):
    return resource("aws:apigateway/domainName:DomainName", "d", **props)


CASES = [
    ("nothing there", [], []),
    ("one of ACM", [domain(regionalCertificateArn="arn:aws:acm:e:1:certificate/1")], []),
    (
        "uploaded",
        [domain(certificateBody="-----BEGIN", certificatePrivateKey=UNKNOWN)],
        ["has a certificate of its own: certificateBody, certificatePrivateKey"],
    ),
    ("one of ACM that is unknown", [domain(certificateArn=UNKNOWN)], []),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_uploaded_certificate(name, resources, expected):
    assert run_rule(uploaded_certificate, resources) == expected
