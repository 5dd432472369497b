import pytest

from policies.core import UNKNOWN
from policies.rules.apis.link_integration_shape import link_integration_shape
from tests.support.apis import API, PLACE, REST_API
from tests.support.findings import run_rule
from tests.support.private_backends import alb, call, link, port, service
from tests.support.vpc_links import ALB_ARN, over_rest


def rest(to=None, **props):
    target = alb() if to is None else to
    return [
        REST_API,
        PLACE,
        link(),
        alb(),
        over_rest(props.pop("link", link()), integrationTarget=target, **props),
    ]


HTTP = [API, link(), port()]

CASES = [
    ("nothing there", [], []),
    ("HTTP API", [*HTTP, call()], []),
    (
        "HTTP API, a function",
        [*HTTP, call(integrationType="AWS_PROXY")],
        ["integrationType is AWS_PROXY and connectionType VPC_LINK"],
    ),
    ("REST API", rest(), []),
    ("REST API, with mapping", rest(type="HTTP"), []),
    (
        "REST API, a function",
        rest(type="AWS_PROXY"),
        ["type is AWS_PROXY and connectionType VPC_LINK"],
    ),
    ("REST API, no link", rest(link=None), ["connectionType is VPC_LINK without connectionId"]),
    ("target by ARN", rest(ALB_ARN), []),
    ("a URL", rest("http://x"), ["integrationTarget is http://x, no load balancer"]),
    (
        "a listener",
        [*rest(port()), port()],
        ["integrationTarget is port, no load balancer"],
    ),
    (
        "a Cloud Map service",
        [*rest(service("SRV")), service("SRV")],
        ["integrationTarget is prices, no load balancer"],
    ),
    ("a target of elsewhere, not known yet", rest(UNKNOWN), []),
    ("not over a link", [*HTTP, call(connectionType="INTERNET", integrationType="AWS_PROXY")], []),
    (
        "unknown",
        [*HTTP, call(integrationType=UNKNOWN)],
        ["undecided: integrationType is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_link_integration_shape(name, resources, expected):
    assert run_rule(link_integration_shape, resources) == expected
