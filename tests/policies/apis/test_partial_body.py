import pytest

from policies.core import UNKNOWN
from policies.rules.apis.partial_body import partial_body
from tests.support.apis import http_integration
from tests.support.findings import run_rule


def send(body, **more):
    return http_integration("SQS-SendMessage", request={"MessageBody": body, **more})


CASES = [
    ("nothing there", [], []),
    ("the whole body", [send("$request.body")], []),
    (
        "a field of it",
        [send("$request.body.MessageBody")],
        ["MessageBody is $request.body.MessageBody; the body is read up to 100 KB"],
    ),
    (
        "in braces",
        [send("${request.body.text}")],
        ["MessageBody is ${request.body.text}; the body is read up to 100 KB"],
    ),
    ("a header", [send("$request.header.x-body.y")], []),
    ("a field as the group", [send("$request.body", MessageGroupId="$request.body.id")], []),
    ("a function", [http_integration(None)], []),
    ("value unknown", [send(UNKNOWN)], []),
    (
        "subtype unknown",
        [http_integration(UNKNOWN)],
        ["undecided: integrationSubtype is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_partial_body(name, resources, expected):
    assert run_rule(partial_body, resources) == expected
