import pytest

from policies.core import UNKNOWN
from policies.rules.apis.missing_preflight import missing_preflight
from tests.support.builders import resource
from tests.support.findings import run_rule

API = resource("aws:apigateway/restApi:RestApi", "api")
OTHER_API = resource("aws:apigateway/restApi:RestApi", "other")


def at(path, *verbs, of=API):
    place = resource("aws:apigateway/resource:Resource", path, restApi=of)
    type_ = "aws:apigateway/method:Method"
    return [place, *(resource(type_, f"{verb}-{path}", restApi=of, resourceId=place,
                              httpMethod=verb) for verb in verbs)]  # fmt: skip


CASES = [
    ("nothing there", [], []),
    ("no CORS at all", [*at("a", "GET"), *at("b", "POST")], []),
    ("on all paths", [*at("a", "GET", "OPTIONS"), *at("b", "POST", "OPTIONS")], []),
    ("on one of two", [*at("a", "GET", "OPTIONS"), *at("b", "POST", "GET")],
     ["has GET, POST and no OPTIONS beside it"]),
    ("taken by ANY", [*at("a", "GET", "OPTIONS"), *at("b", "ANY")], []),
    ("of another API", [API, OTHER_API, *at("a", "OPTIONS"), *at("b", "GET", of=OTHER_API)], []),
    ("unknown", [*at("a", "OPTIONS"), *at("b", UNKNOWN)],
     ["undecided: httpMethod is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_missing_preflight(name, resources, expected):
    assert run_rule(missing_preflight, resources) == expected
