import pytest

from policies.core import UNKNOWN
from policies.rules.data.key_rotation import key_rotation
from tests.support.builders import resource
from tests.support.findings import run_rule

NEVER = "has no enableKeyRotation"


def key(**props):
    return [resource("aws:kms/key:Key", "k", **props)]


CASES = [
    ("no key", [resource("aws:kms/alias:Alias", "a")], []),
    ("as AWS makes it", key(), [NEVER]),
    ("switched off", key(enableKeyRotation=False), [NEVER]),
    ("switched on", key(enableKeyRotation=True), []),
    ("a key that signs", key(customerMasterKeySpec="RSA_2048", keyUsage="SIGN_VERIFY"), []),
    ("a key out of use", key(isEnabled=False), []),
    ("a key of one's own store", key(customKeyStoreId="cks-7"), []),
    (
        "unknown",
        key(enableKeyRotation=UNKNOWN),
        ["undecided: enableKeyRotation is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_key_rotation(name, resources, expected):
    assert run_rule(key_rotation, resources) == expected
