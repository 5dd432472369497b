import pytest

from policies.core import UNKNOWN
from policies.rules.streams.unencrypted_stream import unencrypted_stream
from tests.support.builders import resource
from tests.support.findings import run_rule


def stream(**props):
    return resource("aws:kinesis/stream:Stream", "clicks", **props)


CASES = [
    ("nothing there", [], []),
    ("nothing said", [stream()], ["encryptionType is NONE"]),
    ("switched off", [stream(encryptionType="NONE")], ["encryptionType is NONE"]),
    ("AWS's key", [stream(encryptionType="KMS", kmsKeyId="alias/aws/kinesis")], []),
    ("a key of one's own", [stream(encryptionType="KMS", kmsKeyId=UNKNOWN)], []),
    ("unknown", [stream(encryptionType=UNKNOWN)],
     ["undecided: encryptionType is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unencrypted_stream(name, resources, expected):
    assert run_rule(unencrypted_stream, resources) == expected
