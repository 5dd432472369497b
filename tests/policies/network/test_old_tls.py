import pytest

from policies.core import UNKNOWN
from policies.rules.network.old_tls import old_tls
from tests.support.builders import resource
from tests.support.findings import run_rule


def listener(protocol, policy=None, type_="aws:lb/listener:Listener"):
    return resource(type_, "https", protocol=protocol, sslPolicy=policy)


NONE = "no sslPolicy: the default is ELBSecurityPolicy-2016-08, TLS 1.0 on"
CASES = [
    ("nothing there", [], []),
    ("the default", [listener("HTTPS")], [NONE]),
    ("the default of a network load balancer", [listener("TLS")], [NONE]),
    ("without TLS", [listener("HTTP"), listener("TCP")], []),
    (
        "old",
        [listener("HTTPS", "ELBSecurityPolicy-TLS-1-1-2017-01")],
        ["sslPolicy is ELBSecurityPolicy-TLS-1-1-2017-01"],
    ),
    (
        "TLS 1.3 beside old ones",
        [listener("HTTPS", "ELBSecurityPolicy-TLS13-1-0-2021-06")],
        ["sslPolicy is ELBSecurityPolicy-TLS13-1-0-2021-06"],
    ),
    ("new", [listener("HTTPS", "ELBSecurityPolicy-TLS13-1-2-2021-06")], []),
    ("forward secrecy with TLS 1.2", [listener("TLS", "ELBSecurityPolicy-FS-1-2-2019-08")], []),
    ("under its other name", [listener("HTTPS", type_="aws:alb/listener:Listener")], [NONE]),
    ("unknown", [listener("HTTPS", UNKNOWN)], ["undecided: sslPolicy is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_old_tls(name, resources, expected):
    assert run_rule(old_tls, resources) == expected
