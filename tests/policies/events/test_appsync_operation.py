import pytest

from policies.core import UNKNOWN
from policies.rules.events.appsync_operation import appsync_operation
from tests.support.boards import CALL, SCHEMA, api, board, calling, target
from tests.support.builders import arn
from tests.support.findings import run_rule

UNFIT = "its graphqlOperation does not fit board: "


def templated(template):
    return calling(CALL, template)


CASES = [
    ("nothing there", [], []),
    ("as it should be", board(), []),
    ("another target", [target(None, arn=arn("sqs", "jobs"))], []),
    ("an API of elsewhere", [target(arn=arn("appsync", "endpoints/graphql-api/abc"))], []),
    ("no GraphQL", calling("mutation {"), [
        "its graphqlOperation is no GraphQL: "
        "Syntax Error: Expected Name, found <EOF> (line 1)"]),
    ("a query", calling("query Q { flight(num: 1) { num } }"),
     ["its graphqlOperation is a query, and EventBridge calls mutations"]),
    ("two operations", calling(f"{CALL} mutation V {{ touch(num: 1) {{ num }} }}"),
     ["its graphqlOperation has 2 operations, expected one"]),
    ("a mutation that is not there", calling("mutation U {\n  move(num: 1) { num }\n}", "{}"),
     [f"{UNFIT}Cannot query field 'move' on type 'Mutation' (line 2)"]),
    ("a field that is not there", calling(CALL.replace("gate", "door")),
     [f"{UNFIT}Cannot query field 'door' on type 'Flight' (line 1)"]),
    ("an argument left out", calling("mutation U { touch { num } }", "{}"),
     [f"{UNFIT}Argument 'Mutation.touch(num:)' of type 'Int!' is required,"
      " but it was not provided (line 1)"]),
    ("all is fixed", calling("mutation U { touch(num: 1) { num } }", None), []),
    ("a variable of the wrong type", calling(CALL.replace("FlightInput!", "Int!")),
     [f"{UNFIT}Variable '$input' of type 'Int!' used in position expecting type 'FlightInput!'"
      " (line 1)"]),
    ("a needed field not given", templated('{"input": {"num": <num>}}'),
     ["its input does not give input.kind (Kind!)"]),
    ("null where none may be", templated('{"input": {"num": null, "kind": <kind>}}'),
     ["its input gives null for input.num (Int!)"]),
    ("a field that the input lacks",
     templated('{"input": {"num": <num>, "kind": <kind>, "door": <gate>}}'),
     ["its input gives input.door, which FlightInput does not have"]),
    ("a value that the enum lacks", templated('{"input": {"num": <num>, "kind": "LATE"}}'),
     ['its input gives "LATE" for input.kind, which Kind does not have']),
    ("a list in place of an object", templated('{"input": [1, 2]}'),
     ["its input gives a list for input, an object (FlightInput)"]),
    ("a list, and one value for a list", templated(
        '{"input": {"num": <num>, "kind": <kind>, "tags": ["a", <gate>]}}'), []),
    ("the whole object from the event", templated('{"input": <gate>}'), []),
    ("variables beside their object", templated('{"num": <num>, "kind": <kind>}'),
     ["its input does not give input (FlightInput!)"]),
    ("the event as it is", calling(CALL, None), ["its input does not give input (FlightInput!)"]),
    ("the event's own fields", calling(
        "mutation U($source: Int!) { touch(num: $source) { num } }", None), []),
    ("a part of the event", calling(CALL, None, inputPath="$.detail"), []),
    ("a fixed input", calling(CALL, None, input='{"input": {"num": 1, "kind": "LANDED"}}'), []),
    ("a default", calling(
        "mutation U($num: Int! = 1) { touch(num: $num) { num } }", None), []),
    ("a template that is broken", templated('{"input": '), []),
    ("scalars and directives of AppSync", board(api(
        f"scalar AWSDate {SCHEMA} extend type Query {{ at: AWSDateTime @aws_oidc }}")), []),
    ("operation unknown", calling(UNKNOWN),
     ["undecided: appsyncTarget.graphqlOperation is not known at preview"]),
    ("template unknown", templated(UNKNOWN),
     ["undecided: inputTransformer.inputTemplate is not known at preview"]),
    ("schema unknown", board(api(UNKNOWN)), ["undecided: schema is not known at preview"]),
    ("schema of elsewhere", board(api(None)), ["undecided: schema is not set here"]),
    ("schema that cannot be read", board(api("type Query {")), [
        "undecided: schema cannot be read: "
        "Syntax Error: Expected Name, found <EOF> (line 1)"]),
    ("schema that is not sound", board(api("type Mutation { a: Int }")),
     ["undecided: schema cannot be read: Query root type must be provided."]),
    ("schema with a type that is not there", board(api("type Query { a: Gone }")),
     ["undecided: schema cannot be read: "
      "Query fields cannot be resolved. Unknown type: 'Gone'."]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_appsync_operation(name, resources, expected):
    assert run_rule(appsync_operation, resources) == expected
