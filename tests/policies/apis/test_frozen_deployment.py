import pytest

from policies.core import UNKNOWN
from policies.rules.apis.frozen_deployment import frozen_deployment
from tests.support.apis import REST_API, method
from tests.support.builders import resource
from tests.support.findings import run_rule

FOUND = ["has no triggers: it is the API of its first day"]


def deployment(**props):
    given = {"restApi": REST_API, **props}
    return resource("aws:apigateway/deployment:Deployment", "deployment", **given)


BODY = resource("aws:apigateway/restApi:RestApi", "rest", body=UNKNOWN)
CASES = [
    ("nothing there", [], []),
    ("no triggers", [REST_API, method(), deployment()], FOUND),
    ("empty triggers", [REST_API, method(), deployment(triggers={})], FOUND),
    ("a description", [REST_API, method(), deployment(description="for prod")], FOUND),
    ("a hash", [REST_API, method(), deployment(triggers={"hash": "abc"})], []),
    ("a hash in a variable", [REST_API, method(), deployment(variables={"hash": "abc"})], []),
    ("from a document", [BODY, deployment()], FOUND),
    ("an API without methods here", [REST_API, deployment()], []),
    ("methods of another API", [method(restApi="abc123"), REST_API, deployment()], []),
    ("unknown triggers are some", [REST_API, method(), deployment(triggers=UNKNOWN)], []),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_frozen_deployment(name, resources, expected):
    assert run_rule(frozen_deployment, resources) == expected
