import pytest

from policies.core import UNKNOWN
from policies.rules.apis.stage_in_path import stage_in_path
from tests.support.apis import API, stage
from tests.support.findings import run_rule
from tests.support.private_backends import call, port

WHOLE = call(request={})
PREFIXED = ["call sends /test/… to its backend"]

CASES = [
    ("nothing there", [], []),
    ("default", [API, stage(name="test"), port(), WHOLE], PREFIXED),
    ("no parameters at all", [API, stage(name="test"), port(), call(request=None)], PREFIXED),
    ("path written anew", [API, stage(name="test"), port(), call()], []),
    ("the stage without a name in paths", [API, stage(name="$default"), port(), WHOLE], []),
    ("not over a link", [API, stage(name="test"), call(request={}, connectionType="INTERNET")], []),
    ("an API of elsewhere", [stage(name="test", apiId="abc"), call(request={}, apiId="abc")], []),
    (
        "unknown",
        [API, stage(name=UNKNOWN), port(), WHOLE],
        ["undecided: name is not known at preview"],
    ),
    (
        "unknown parameters",
        [API, stage(name="test"), port(), call(request=UNKNOWN)],
        ["undecided: requestParameters is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_stage_in_path(name, resources, expected):
    assert run_rule(stage_in_path, resources) == expected
