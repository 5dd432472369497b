import pytest

from policies.core import UNKNOWN
from policies.rules.events.lost_update import lost_update
from tests.support.boards import CALL, SCHEMA, api, board, calling
from tests.support.builders import resource
from tests.support.findings import run_rule

NO_GATE = "selects no gate, by which onUpdate filters"
WITHOUT_GATE = CALL.replace(" gate", "")
FRAGMENTS = """
mutation U($input: FlightInput!) { update(input: $input) { ...All ... on Flight { gate } } }
fragment All on Flight { num kind date ...All }
"""


def resolver(on="Subscription", field="onUpdate"):
    type_ = "aws:appsync/resolver:Resolver"
    return resource(type_, "r", type=on, field=field, deps={"apiId": [api()]}, apiId=UNKNOWN)


CASES = [
    ("nothing there", [], []),
    ("all is selected", board(), []),
    ("no filter field", calling(WITHOUT_GATE), [NO_GATE]),
    ("no filter field, two needed ones", calling(CALL.replace("num kind gate ", "")), [
        "selects no kind and no num, which onUpdate must have for an update", NO_GATE]),
    ("a field that may be null", calling(CALL.replace(" date", "")), []),
    ("in fragments, one of which holds itself", calling(FRAGMENTS), []),
    ("a filter by what the type lacks", board(api(SCHEMA.replace("onUpdate(gate", "onUpdate(by"))),
     ["selects no by, by which onUpdate filters"]),
    ("a resolver may filter", [*calling(WITHOUT_GATE), resolver()], []),
    ("a resolver of another field", [*calling(WITHOUT_GATE), resolver("Query", "flight")],
     [NO_GATE]),
    ("another mutation", calling(
        "mutation U { touch(num: 1) { num } }"),
     ["selects no kind, which onTouch must have for an update"]),
    ("no subscriptions", board(api(SCHEMA[: SCHEMA.index("type Subscription")])), []),
    ("no GraphQL", calling("{"), []),
    ("unknown", board(api(UNKNOWN)), ["undecided: schema is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_lost_update(name, resources, expected):
    assert run_rule(lost_update, resources) == expected
