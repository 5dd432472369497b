import pytest

from policies.core import UNKNOWN
from policies.rules.apis.undeclared_header import undeclared_header
from tests.support.apis import PLACE, REST_API, answer
from tests.support.builders import resource
from tests.support.findings import run_rule

ORIGIN = "method.response.header.Access-Control-Allow-Origin"
METHODS = "method.response.header.Access-Control-Allow-Methods"


def declares(*names, status="200", **props):
    given = {"restApi": REST_API, "resourceId": PLACE, "httpMethod": "POST", "statusCode": status}
    parameters = dict.fromkeys(names, True)
    type_ = "aws:apigateway/methodResponse:MethodResponse"
    given = {**given, "responseParameters": parameters, **props}
    return resource(type_, f"declared-{status}", **given)


def sets(*names, status="200"):
    return answer(status, responseParameters=dict.fromkeys(names, "'*'"))


LACKS = [f"sets {METHODS}, which declared-200 lacks"]
CASES = [
    ("nothing there", [], []),
    ("no header", [declares(), answer()], []),
    ("declared", [declares(ORIGIN, METHODS), sets(ORIGIN, METHODS)], []),
    ("one is not", [declares(ORIGIN), sets(ORIGIN, METHODS)], LACKS),
    ("none is", [declares(responseParameters=None), sets(METHODS)], LACKS),
    ("in other letters", [declares(ORIGIN.lower()), sets(ORIGIN)], []),
    ("declared for another status", [declares(), declares(METHODS, status="400"), sets(METHODS)],
     LACKS),
    ("more than is set", [declares(ORIGIN, METHODS), sets(ORIGIN)], []),
    ("nothing declared in this stack", [sets(METHODS)], []),
    ("of the gateway", [resource("aws:apigateway/response:Response", "r",
     responseParameters={ORIGIN: "'*'"})], []),
    ("unknown", [declares(responseParameters=UNKNOWN), sets(ORIGIN)],
     ["undecided: responseParameters is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_undeclared_header(name, resources, expected):
    assert run_rule(undeclared_header, resources) == expected
