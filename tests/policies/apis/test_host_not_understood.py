import pytest

from policies.core import UNKNOWN
from policies.rules.apis.host_not_understood import host_not_understood
from tests.support.builders import resource
from tests.support.findings import run_rule
from tests.support.fronts import endpoint, forward, front, listener, listener_rule

UNCHANGED = ["forwards to endpoint with the client's Host, and there is no custom domain"]
DOMAIN = resource("aws:apigateway/domainName:DomainName", "domain", domainName="api.example.com")
PATH_ONLY = [{"type": "url-rewrite", "urlRewriteConfig": {"rewrite": {}}}]

CASES = [
    ("nothing there", [], []),
    ("rewritten", front(), []),
    ("unchanged", front(listener_rule(transforms=None)), UNCHANGED),
    ("only the path is rewritten", front(listener_rule(transforms=PATH_ONLY)), UNCHANGED),
    ("unchanged, with a domain", front(listener_rule(transforms=None), DOMAIN), []),
    ("the default action forwards", front(listener(defaultActions=forward())), UNCHANGED),
    (
        "another service's endpoint",
        front(endpoint(serviceName="com.amazonaws.eu-west-1.sqs"), listener_rule(transforms=None)),
        [],
    ),
    (
        "unknown",
        front(listener_rule(transforms=UNKNOWN)),
        ["undecided: transforms is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_host_not_understood(name, resources, expected):
    assert run_rule(host_not_understood, resources) == expected
