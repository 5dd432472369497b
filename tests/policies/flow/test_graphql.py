"""GraphQL APIs: a call goes on to the data sources that the called fields use, and to no other."""

import pytest

from policies.values import UNKNOWN
from tests.support.builders import arn
from tests.support.program import Program, rings

API = "aws:appsync/graphQLApi:GraphQLApi"
SOURCE = "aws:appsync/dataSource:DataSource"
RESOLVER = "aws:appsync/resolver:Resolver"
STEP = "aws:appsync/function:Function"
API_ARN = arn("appsync", "apis/g1h2")
PUBLISH = "mutation Tell($input: NewsInput!) { publish(input: $input) { id } }"
ORDER = "mutation { order(id: 1) { id } }"
BOTH = f"{PUBLISH} {ORDER}"
AT_THE_ROOT = "mutation { ...all } fragment all on Mutation { order(id: 1) { id } }"


def api(p, *resolvers, steps=()):
    """An API whose source `orders` is a function that puts events; resolvers: (where, source)."""
    bus = p.bus("shop")
    made = p.make(API, "board", id="g1h2", arn=API_ARN)
    for name, own in (
        (
            "orders",
            {"lambdaConfig": {"functionArn": p.function("f", p.may("events:PutEvents", bus))}},
        ),
        ("nothing", {"type": "NONE"}),
    ):
        p.make(SOURCE, name, apiId="g1h2", deps={"apiId": [made]}, **own)
    for at, source in steps:
        p.make(STEP, at, functionId=at, dataSource=source, apiId="g1h2")
    for where, source in resolvers:
        type_, field = where.split(".")
        own = source if isinstance(source, dict) else {"dataSource": source}
        p.make(RESOLVER, where, type=type_, field=field, apiId="g1h2", **own)
    return bus, made


def told(p, bus, made, operation):
    p.rule("tell", bus, {"source": ["shop"]}, made, appsyncTarget={"graphqlOperation": operation})


PUBLISHES = ("Mutation.publish", "nothing")
ORDERS = ("Mutation.order", "orders")
PIPELINE = {"kind": "PIPELINE", "pipelineConfig": {"functions": ["check", "put"]}}
LOOP = ["? f → shop → board"]
CASES = [
    ("the field that is called puts no event", [PUBLISHES, ORDERS], PUBLISH, []),
    ("the field that is called puts one", [PUBLISHES, ORDERS], ORDER, LOOP),
    ("one of the operations does", [PUBLISHES, ORDERS], BOTH, LOOP),
    ("a query of that name", [("Query.publish", "orders"), PUBLISHES], PUBLISH, []),
    ("a field of what comes back", [PUBLISHES, ("News.orders", "orders")], PUBLISH, LOOP),
    ("no resolver is here", [], PUBLISH, LOOP),
    ("no resolver of that source is here", [PUBLISHES], PUBLISH, LOOP),
    ("a source that is not known", [PUBLISHES, ("Mutation.order", UNKNOWN)], PUBLISH, LOOP),
    ("a source of another stack", [PUBLISHES, ORDERS, ("Query.a", "else")], PUBLISH, LOOP),
    ("an operation that is not known", [PUBLISHES, ORDERS], UNKNOWN, LOOP),
    ("no operation", [PUBLISHES, ORDERS], None, LOOP),
    ("no GraphQL", [PUBLISHES, ORDERS], "mutation {", LOOP),
    ("a fragment", [PUBLISHES, ORDERS], AT_THE_ROOT, LOOP),
]


@pytest.mark.parametrize(
    ("case", "resolvers", "operation", "expected"), CASES, ids=[c[0] for c in CASES]
)
def test_a_rule_reaches_the_sources_of_its_fields(case, resolvers, operation, expected):
    p = Program(known=True)
    told(p, *api(p, *resolvers), operation)
    assert rings(p.resources) == expected


STEPS = [
    ("a step puts an event", [("check", "nothing"), ("put", "orders")], LOOP),
    ("no step does", [("check", "nothing"), ("put", "nothing"), ("other", "orders")], []),
    ("a step is not here", [("check", "nothing")], LOOP),
]


@pytest.mark.parametrize(("case", "steps", "expected"), STEPS, ids=[c[0] for c in STEPS])
def test_a_pipeline_uses_the_sources_of_its_steps(case, steps, expected):
    p = Program(known=True)
    # Somebody else uses the source, so that it is known for what.
    resolvers = [("Mutation.publish", PIPELINE), ("Query.orders", "orders")]
    told(p, *api(p, *resolvers, steps=steps), PUBLISH)
    assert rings(p.resources) == expected


RIGHTS = [
    ("/types/Mutation/fields/publish", []),
    ("/types/Mutation/fields/order", LOOP),
    ("/types/Mutation/fields/*", LOOP),
    ("/types/Mutation/*", LOOP),
    ("/types/Query/*", []),
    ("/types/Query/fields/order", []),
    ("/types/*", LOOP),
    ("/*", LOOP),
]


@pytest.mark.parametrize(("path", "expected"), RIGHTS)
def test_a_right_reaches_the_sources_of_its_fields(path, expected):
    p = Program(known=True)
    bus, made = api(p, PUBLISHES, ORDERS)
    p.rule("tell", bus, {"source": ["shop"]}, p.function("g", p.may("appsync:GraphQL", made, path)))
    found = [ring.replace("g → ", "").replace(" → g", "") for ring in rings(p.resources)]
    assert found == expected


@pytest.mark.parametrize(("operation", "expected"), [(PUBLISH, []), (ORDER, LOOP)])
def test_sources_are_told_by_recorded_dependencies_before_ids_are_known(operation, expected):
    p = Program(known=False)
    bus = p.bus("shop")
    made = p.make(API, "board", id=UNKNOWN)
    worker = p.function("f", p.may("events:PutEvents", bus))
    own = {"lambdaConfig": {"functionArn": worker}, "deps": {"apiId": [made]}}
    p.make(SOURCE, "orders", apiId=UNKNOWN, **own)
    step = p.make(STEP, "put", functionId=UNKNOWN, dataSource="orders")
    p.make(SOURCE, "nothing", apiId=UNKNOWN, type="NONE", deps={"apiId": [made]})
    other = p.make(STEP, "rest", functionId=UNKNOWN, dataSource="nothing")
    p.make(
        RESOLVER,
        "publish",
        type="Mutation",
        field="publish",
        pipelineConfig={"functions": [UNKNOWN]},
        deps={"pipelineConfig": [other]},
    )
    p.make(
        RESOLVER,
        "order",
        type="Mutation",
        field="order",
        pipelineConfig={"functions": [UNKNOWN]},
        deps={"pipelineConfig": [step]},
    )
    told(p, bus, made, operation)
    assert rings(p.resources) == expected
