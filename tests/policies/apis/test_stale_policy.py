import pytest

from policies.core import UNKNOWN
from policies.rules.apis.stale_policy import stale_policy
from tests.support.builders import resource
from tests.support.entrances import api, api_policy
from tests.support.findings import run_rule


def deployment(**props):
    given = {"restApi": api(), **props}
    return resource("aws:apigateway/deployment:Deployment", "deployment", **given)


LATE = ["does not depend on the policy policy"]
CASES = [
    ("nothing there", [], []),
    ("a policy alone", [api(), api_policy()], []),
    ("no policy", [api(), deployment()], []),
    ("independent", [api(), api_policy(), deployment()], LATE),
    ("waits for it", [api(), api_policy(), deployment(deps={"": [api_policy()]})], []),
    ("hashes it", [api(), api_policy(), deployment(triggers={"policy": api_policy()})], []),
    ("hashes something else", [api(), api_policy(), deployment(triggers={"x": "1"})], LATE),
    ("of another API", [api(), api_policy(), deployment(restApi=api("other")), api("other")], []),
    ("an unknown trigger", [api(), api_policy(), deployment(triggers=UNKNOWN)], LATE),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_stale_policy(name, resources, expected):
    assert run_rule(stale_policy, resources) == expected
