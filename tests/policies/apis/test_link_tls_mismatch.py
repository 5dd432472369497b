import pytest

from policies.core import UNKNOWN
from policies.rules.apis.link_tls_mismatch import link_tls_mismatch
from tests.support.builders import arn
from tests.support.findings import run_rule
from tests.support.private_backends import behind, call, link, port

LISTENER_ARN = arn("elasticloadbalancing", "listener/app/front/0123456789abcdef/0123456789abcdef")
TLS = call(tlsConfig={"serverNameToVerify": "orders.internal"})
HTTPS = port(protocol="HTTPS")

CASES = [
    ("nothing there", [], []),
    ("neither", behind(), []),
    ("both", behind(HTTPS, TLS), []),
    ("the listener alone", behind(HTTPS), ["has no tlsConfig; port is HTTPS"]),
    ("a TLS listener", behind(port(protocol="TLS")), ["has no tlsConfig; port is TLS"]),
    ("the API alone", behind(TLS), ["has a tlsConfig; port is HTTP"]),
    ("TLS passes through TCP", behind(port(protocol="TCP"), TLS), []),
    ("a name not known yet", behind(HTTPS, call(tlsConfig=UNKNOWN)), []),
    ("not over a link", behind(HTTPS, call(connectionType="INTERNET")), []),
    ("a listener of elsewhere", [link(), call(LISTENER_ARN)], []),
    (
        "unknown",
        behind(port(protocol=UNKNOWN)),
        ["undecided: protocol is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_link_tls_mismatch(name, resources, expected):
    assert run_rule(link_tls_mismatch, resources) == expected
