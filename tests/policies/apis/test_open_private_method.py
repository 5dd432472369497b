import pytest

from policies.core import UNKNOWN
from policies.rules.apis.open_private_method import open_private_method
from tests.support.apis import PLACE, REST_API, method
from tests.support.builders import resource
from tests.support.findings import run_rule
from tests.support.private_backends import link
from tests.support.vpc_links import over_rest

POLICY = resource("aws:apigateway/restApiPolicy:RestApiPolicy", "policy", restApiId=REST_API)
OPEN = ["POST is open to everybody and leads to call in a VPC"]


def api(*others, **props):
    return [REST_API, PLACE, link(), over_rest(link()), method(**props), *others]


CASES = [
    ("nothing there", [], []),
    ("signed", api(), []),
    ("open", api(authorization="NONE"), OPEN),
    ("with a key", api(authorization="NONE", apiKeyRequired=True), []),
    ("with a resource policy", api(POLICY, authorization="NONE"), []),
    (
        "not over a link",
        [REST_API, PLACE, over_rest(None, connectionType="INTERNET"), method(authorization="NONE")],
        [],
    ),
    ("another method", api(method("GET", authorization="NONE")), []),
    ("no method here", [REST_API, PLACE, link(), over_rest(link())], []),
    (
        "an API of elsewhere",
        [
            PLACE,
            link(),
            over_rest(link(), restApi="abc"),
            method(restApi="abc", authorization="NONE"),
        ],
        ["undecided: restApi is of another stack, and so is its resource policy"],
    ),
    (
        "unknown",
        api(authorization=UNKNOWN),
        ["undecided: authorization is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_open_private_method(name, resources, expected):
    assert run_rule(open_private_method, resources) == expected
