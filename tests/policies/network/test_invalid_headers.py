import pytest

from policies.core import UNKNOWN
from policies.rules.network.invalid_headers import invalid_headers
from tests.support.builders import resource
from tests.support.findings import run_rule

SAID = ["does not drop invalid header fields"]


def balancer(**props):
    return resource("aws:lb/loadBalancer:LoadBalancer", "front", **props)


CASES = [
    ("nothing there", [], []),
    ("nothing said", [balancer()], SAID),
    ("handed on", [balancer(dropInvalidHeaderFields=False)], SAID),
    ("dropped", [balancer(dropInvalidHeaderFields=True)], []),
    ("a network load balancer", [balancer(loadBalancerType="network")], []),
    ("unknown", [balancer(dropInvalidHeaderFields=UNKNOWN)],
     ["undecided: dropInvalidHeaderFields is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_invalid_headers(name, resources, expected):
    assert run_rule(invalid_headers, resources) == expected
