import pytest

from policies.core import UNKNOWN
from policies.rules.apis.wrong_link_generation import wrong_link_generation
from tests.support.apis import API, PLACE, REST_API
from tests.support.findings import run_rule
from tests.support.vpc_links import NLB_ARN, V2, over_http, over_rest, v1

V1 = v1(NLB_ARN)
REST = [REST_API, PLACE]

CASES = [
    ("nothing there", [], []),
    (
        "V1 under an HTTP API",
        [API, V1, over_http(V1, "arn")],
        ["connectionId is v1, a V1 link, and the API is an HTTP API"],
    ),
    (
        "V2 under a REST API without balancer",
        [*REST, V2, over_rest(V2)],
        ["connectionId is v2, a V2 link, without integrationTarget"],
    ),
    ("V2 under a REST API with one", [*REST, V2, over_rest(V2, integrationTarget=NLB_ARN)], []),
    ("with one not known yet", [*REST, V2, over_rest(V2, integrationTarget=UNKNOWN)], []),
    ("V1 under a REST API", [*REST, V1, over_rest(V1)], []),
    ("V2 under an HTTP API", [API, V2, over_http(V2, "arn")], []),
    ("not over a link", [API, V1, over_http(V1, "arn", connectionType="INTERNET")], []),
    ("link of elsewhere", [API, over_http("l1nk1d", "arn")], []),
    (
        "connection unknown",
        [API, V1, over_http(V1, "arn", connectionType=UNKNOWN)],
        ["undecided: connectionType is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_wrong_link_generation(name, resources, expected):
    assert run_rule(wrong_link_generation, resources) == expected
