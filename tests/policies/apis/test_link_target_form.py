import pytest

from policies.core import UNKNOWN
from policies.rules.apis.link_target_form import link_target_form
from tests.support.apis import API, PLACE, REST_API
from tests.support.builders import arn, resource
from tests.support.findings import run_rule
from tests.support.vpc_links import ALB_ARN, V2, balancer, over_http, over_rest

LISTENER_ARN = arn("elasticloadbalancing", "listener/app/front/0123456789abcdef/0123456789abcdef")
SERVICE_ARN = arn("servicediscovery", "service/srv-abc123")
LISTENER = resource("aws:lb/listener:Listener", "port")
SERVICE = resource("aws:servicediscovery/service:Service", "prices")
FRONT = balancer("application")

CASES = [
    ("nothing there", [], []),
    (
        "a URL",
        [API, V2, over_http(V2, "http://shop.internal")],
        ["integrationUri is http://shop.internal"],
    ),
    ("a balancer's ARN", [API, V2, over_http(V2, ALB_ARN)], [f"integrationUri is {ALB_ARN}"]),
    (
        "a balancer of the stack",
        [API, V2, FRONT, over_http(V2, FRONT)],
        ["integrationUri is front, a load balancer"],
    ),
    (
        "no link",
        [API, over_http(None, LISTENER_ARN)],
        ["connectionType is VPC_LINK without connectionId"],
    ),
    ("a listener", [API, V2, LISTENER, over_http(V2, LISTENER)], []),
    ("a listener by ARN", [API, V2, over_http(V2, LISTENER_ARN)], []),
    ("a service", [API, V2, SERVICE, over_http(V2, SERVICE)], []),
    ("a service with filters", [API, V2, over_http(V2, f"{SERVICE_ARN}?stage=prod")], []),
    ("a REST API takes URLs", [REST_API, PLACE, V2, over_rest(V2)], []),
    (
        "unknown",
        [API, V2, over_http(V2, UNKNOWN)],
        ["undecided: integrationUri is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_link_target_form(name, resources, expected):
    assert run_rule(link_target_form, resources) == expected
