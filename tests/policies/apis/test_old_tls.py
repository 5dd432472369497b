import pytest

from policies.core import UNKNOWN
from policies.rules.apis.old_tls import old_tls
from tests.support.builders import resource
from tests.support.findings import run_rule


def domain(*types, **props):
    where = {"endpointConfiguration": {"types": list(types)}} if types else {}
    return resource("aws:apigateway/domainName:DomainName", "site", **where, **props)


NONE = "no securityPolicy: what AWS then takes may be TLS_1_0"
CASES = [
    ("nothing there", [], []),
    ("the default", [domain()], [NONE]),
    ("regional", [domain("REGIONAL")], [NONE]),
    ("private ones take TLS 1.2 alone", [domain("PRIVATE")], []),
    ("old", [domain(securityPolicy="TLS_1_0")], ["securityPolicy is TLS_1_0"]),
    ("new", [domain(securityPolicy="TLS_1_2")], []),
    ("newest", [domain(securityPolicy="SecurityPolicy_TLS13_2025_EDGE")], []),
    (
        "unknown",
        [domain(securityPolicy=UNKNOWN)],
        ["undecided: securityPolicy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_old_tls(name, resources, expected):
    assert run_rule(old_tls, resources) == expected
