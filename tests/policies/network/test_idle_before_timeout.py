import pytest

from policies.core import UNKNOWN
from policies.rules.network.idle_before_timeout import idle_before_timeout
from tests.support.builders import arn
from tests.support.findings import run_rule
from tests.support.private_backends import alb, behind, call, link

LISTENER_ARN = arn("elasticloadbalancing", "listener/app/front/0123456789abcdef/0123456789abcdef")

CASES = [
    ("nothing there", [], []),
    ("default", behind(), []),
    ("sooner", behind(alb(idleTimeout=10)), ["drops after 10 s what call waits 30 s for"]),
    ("sooner, and the API does not wait", behind(
        alb(idleTimeout=10), call(timeoutMilliseconds=5000)), []),
    ("at the same time", behind(alb(idleTimeout=30)), []),
    ("a network load balancer has another one", behind(
        alb(idleTimeout=10, loadBalancerType="network")), []),
    ("not over a link", behind(alb(idleTimeout=10), call(connectionType="INTERNET")), []),
    ("a listener of elsewhere", [link(), call(LISTENER_ARN)], []),
    ("unknown", behind(alb(idleTimeout=UNKNOWN)),
     ["undecided: idleTimeout is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_idle_before_timeout(name, resources, expected):
    assert run_rule(idle_before_timeout, resources) == expected
