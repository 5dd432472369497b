import json

import pytest

from policies.core import UNKNOWN
from policies.rules.apis.unvalidated_body import unvalidated_body
from tests.support.apis import method, rest_integration
from tests.support.builders import resource
from tests.support.findings import run_rule

CALL = rest_integration("states:StartExecution")
BODIES = resource(
    "aws:apigateway/requestValidator:RequestValidator", "bodies", validateRequestBody=True
)
PARAMETERS = resource(
    "aws:apigateway/requestValidator:RequestValidator", "parameters", validateRequestParameters=True
)


def model(**schema):
    return resource("aws:apigateway/model:Model", "order", schema=json.dumps(schema))


GOOD = model(type="object", required=["id"])
LAX = model(type="object", properties={"id": {}})


def post(validator=BODIES, of=GOOD):
    models = {"application/json": of} if of else None
    return method("POST", requestValidatorId=validator, requestModels=models)


CASES = [
    ("nothing there", [], []),
    ("model and validator", [GOOD, BODIES, post(), CALL], []),
    (
        "neither",
        [method("POST"), CALL],
        ["has no request validator", "has no model for its body"],
    ),
    ("no validator", [GOOD, post(None), CALL], ["has no request validator"]),
    (
        "a validator of parameters",
        [GOOD, PARAMETERS, post(PARAMETERS), CALL],
        ["parameters checks no bodies"],
    ),
    ("no model", [BODIES, post(of=None), CALL], ["has no model for its body"]),
    (
        "a model that asks for nothing",
        [LAX, BODIES, post(of=LAX), CALL],
        ["order asks for no field: an empty body passes"],
    ),
    ("a list", [model(type="array"), BODIES, post(of=model(type="array")), CALL], []),
    ("a model of another stack", [BODIES, post(of="Order"), CALL], []),
    ("a GET", [method("GET"), rest_integration("dynamodb:GetItem", httpMethod="GET")], []),
    ("a function checks by itself", [method("POST"), rest_integration("lambda:x")], []),
    ("an integration without its method", [CALL], []),
    (
        "schema unknown",
        [
            resource("aws:apigateway/model:Model", "order", schema=UNKNOWN),
            BODIES,
            post(of=resource("aws:apigateway/model:Model", "order", schema=UNKNOWN)),
            CALL,
        ],
        ["undecided: schema is not known at preview"],
    ),
    (
        "models unknown",
        [BODIES, method("POST", requestValidatorId=BODIES, requestModels=UNKNOWN), CALL],
        ["undecided: requestModels is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unvalidated_body(name, resources, expected):
    assert run_rule(unvalidated_body, resources) == expected
