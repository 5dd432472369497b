import pytest

from policies.core import UNKNOWN
from policies.rules.apis.mtls_trust_store import mtls_trust_store
from tests.support.findings import run_rule
from tests.support.fronts import listener


def mode(**given):
    return [listener(mutualAuthentication=given)]


CASES = [
    ("no listener", [], []),
    ("no client certificates", [listener(mutualAuthentication=None)], []),
    ("both", mode(mode="verify", trustStoreArn="arn:store"), []),
    ("a store that is made in the same run", mode(mode="verify", trustStoreArn=UNKNOWN), []),
    ("neither", mode(mode="passthrough"), []),
    ("no store", mode(mode="verify"), ["mode is verify and there is no trustStoreArn"]),
    (
        "a store for nothing",
        mode(mode="passthrough", trustStoreArn=UNKNOWN),
        ["names a trust store, but mode is passthrough: nobody is verified"],
    ),
    (
        "unknown",
        mode(mode=UNKNOWN),
        ["undecided: mutualAuthentication.mode is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_mtls_trust_store(name, resources, expected):
    assert run_rule(mtls_trust_store, resources) == expected
