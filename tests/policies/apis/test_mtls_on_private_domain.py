import pytest

from policies.core import UNKNOWN
from policies.rules.apis.mtls_on_private_domain import mtls_on_private_domain
from tests.support.builders import resource
from tests.support.findings import run_rule

STORE = {"truststoreUri": "s3://bucket/ca.pem"}


def domain(types=None, **props):
    given = {} if types is None else {"endpointConfiguration": {"types": types}}
    return [resource("aws:apigateway/domainName:DomainName", "domain", **given, **props)]


CASES = [
    ("nothing there", [], []),
    ("no mutual TLS", domain("PRIVATE"), []),
    ("regional", domain("REGIONAL", mutualTlsAuthentication=STORE), []),
    ("default type", domain(mutualTlsAuthentication=STORE), []),
    ("private", domain("PRIVATE", mutualTlsAuthentication=STORE),
     ["is PRIVATE and has mutualTlsAuthentication"]),
    ("private, as a list", domain(["PRIVATE"], mutualTlsAuthentication=UNKNOWN),
     ["is PRIVATE and has mutualTlsAuthentication"]),
    ("unknown", domain(UNKNOWN, mutualTlsAuthentication=STORE),
     ["undecided: endpointConfiguration.types is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_mtls_on_private_domain(name, resources, expected):
    assert run_rule(mtls_on_private_domain, resources) == expected
