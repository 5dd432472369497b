import pytest

from policies.core import UNKNOWN
from policies.rules.network.tls_ends_early import tls_ends_early
from tests.support.findings import run_rule
from tests.support.fronts import forward, listener, targets


def chain(protocol, target_type="alb"):
    group = targets(targetType=target_type)
    return [
        group,
        listener(protocol=protocol, mutualAuthentication=None, defaultActions=forward(group)),
    ]


CASES = [
    ("nothing there", [], []),
    ("TCP", chain("TCP"), []),
    ("TLS to a balancer", chain("TLS"), ["protocol is TLS and targets leads to a load balancer"]),
    ("TLS to servers", chain("TLS", "instance"), []),
    ("TLS to what is not here", [listener(protocol="TLS", defaultActions=forward())], []),
    ("unknown", chain(UNKNOWN), ["undecided: protocol is not known at preview"]),
    ("unknown targets", chain("TLS", UNKNOWN), ["undecided: targetType is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_tls_ends_early(name, resources, expected):
    assert run_rule(tls_ends_early, resources) == expected
