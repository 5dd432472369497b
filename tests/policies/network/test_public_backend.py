import pytest

from policies.core import UNKNOWN
from policies.rules.network.public_backend import public_backend
from tests.support.apis import PLACE, REST_API
from tests.support.builders import arn
from tests.support.findings import run_rule
from tests.support.private_backends import alb, behind, call, link, port
from tests.support.vpc_links import NLB_ARN, balancer, over_rest, v1

LISTENER_ARN = arn("elasticloadbalancing", "listener/app/front/0123456789abcdef/0123456789abcdef")
PUBLIC = balancer("network", internal=False)

CASES = [
    ("nothing there", [], []),
    ("internal", behind(), []),
    ("default", behind(alb(internal=None)), ["is not internal and stands behind call"]),
    ("public", behind(alb(internal=False)), ["is not internal and stands behind call"]),
    ("public behind a V1 link", [PUBLIC, v1(PUBLIC)], ["is not internal and stands behind v1"]),
    (
        "public behind a REST API",
        [REST_API, PLACE, PUBLIC, link(), over_rest(link(), integrationTarget=PUBLIC)],
        ["is not internal and stands behind call"],
    ),
    ("public without a link", behind(alb(internal=False), without=(call(),)), []),
    (
        "public, named by an integration over the internet",
        behind(alb(internal=False), call(connectionType="INTERNET")),
        [],
    ),
    ("a listener of elsewhere", [link(), call(LISTENER_ARN)], []),
    ("a balancer of elsewhere", [v1(NLB_ARN)], []),
    (
        "unknown",
        behind(alb(internal=UNKNOWN), port()),
        ["undecided: internal is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_public_backend(name, resources, expected):
    assert run_rule(public_backend, resources) == expected
