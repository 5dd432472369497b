import pytest

from policies.core import UNKNOWN
from policies.rules.iam.user_policy import user_policy
from tests.support.builders import resource
from tests.support.findings import run_rule

ON_ONE = "gives permissions to a user by himself"
SEVERAL = "aws:iam/policyAttachment:PolicyAttachment"

CASES = [
    ("no policy", [resource("aws:iam/user:User", "ci")], []),
    ("inline", [resource("aws:iam/userPolicy:UserPolicy", "p", user="ci", policy="{}")], [ON_ONE]),
    (
        "managed",
        [resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "a", user="ci")],
        [ON_ONE],
    ),
    ("on a group", [resource("aws:iam/groupPolicy:GroupPolicy", "g", group="team")], []),
    ("on roles", [resource(SEVERAL, "s", roles=["r"], users=[])], []),
    ("on users, too", [resource(SEVERAL, "s", roles=["r"], users=["ci"])], [ON_ONE]),
    ("on an unknown user", [resource(SEVERAL, "s", users=[UNKNOWN])], [ON_ONE]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_user_policy(name, resources, expected):
    assert run_rule(user_policy, resources) == expected
