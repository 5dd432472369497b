import pytest

from policies.core import UNKNOWN
from policies.rules.iam.missing_key_grant import missing_key_grant
from tests.support.builders import (
    allow,
    bucket,
    function,
    mapping,
    policy_text,
    queue,
    resource,
    role,
    role_policy,
)
from tests.support.findings import run_rule

WORKER = role("worker-role")
WORK = function("worker", role=WORKER)
KEY = resource("aws:kms/key:Key", "key")
JOBS = queue("jobs", kmsMasterKeyId=KEY)
LACKS = "reads jobs, whose key its role worker-role may not use (kms:Decrypt)"
READ = allow(["sqs:ReceiveMessage", "sqs:DeleteMessage"])


def stack(*statements, jobs=JOBS, key=KEY, text=None):
    return [
        key,
        jobs,
        WORKER,
        WORK,
        mapping("m", source=jobs, target=WORK),
        role_policy("p", WORKER, policy_text(*statements) if text is None else text),
    ]


def keyed(principal):
    text = policy_text(allow("kms:Decrypt", Principal=principal))
    return resource("aws:kms/key:Key", "key", policy=text)


FILES = bucket("files", arn="arn:aws:s3:::files")
STARTS = resource(
    "aws:s3/bucketNotification:BucketNotification",
    "n",
    bucket=FILES,
    lambdaFunctions=[{"lambdaFunctionArn": WORK}],
)
GET = allow("s3:GetObject", "arn:aws:s3:::files/*")
LACKS_FILES = "reads files, whose key its role worker-role may not use (kms:Decrypt)"


def encrypted(key: object = KEY):
    how = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key}
    return resource(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "e",
        bucket=FILES,
        rules=[{"applyServerSideEncryptionByDefault": how}],
    )


def files(*statements, by=None):
    policy = role_policy("p", WORKER, policy_text(*statements))
    return [KEY, FILES, by or encrypted(), WORKER, WORK, STARTS, policy]


CASES = [
    ("no mapping", [KEY, JOBS, WORKER, WORK], []),
    ("a bucket's objects", files(GET), [LACKS_FILES]),
    ("a bucket's objects, allowed", files(GET, allow("kms:Decrypt")), []),
    ("a bucket whose objects it does not read", files(READ), []),
    ("a bucket with a key of S3", files(GET, by=encrypted(None)), []),
    (
        "files of a trail with a key",
        files(
            GET, by=resource("aws:cloudtrail/trail:Trail", "t", s3BucketName=FILES, kmsKeyId=KEY)
        ),
        [LACKS_FILES],
    ),
    ("allowed", stack(READ, allow("kms:Decrypt", "arn:aws:kms:eu-west-1:123456789012:key/7")), []),
    ("not allowed", stack(READ), [LACKS]),
    ("another action", stack(READ, allow("kms:Encrypt")), [LACKS]),
    ("no key", stack(READ, jobs=queue("jobs")), []),
    ("AWS's key", stack(READ, jobs=queue("jobs", kmsMasterKeyId="alias/aws/sqs")), []),
    (
        "a key of another stack",
        stack(READ, jobs=queue("jobs", kmsMasterKeyId="alias/shop")),
        [LACKS],
    ),
    (
        "the key lets the role",
        stack(READ, key=keyed({"AWS": "arn:aws:iam::123456789012:role/worker"})),
        [],
    ),
    (
        "the key leaves it to policies",
        stack(READ, key=keyed({"AWS": "arn:aws:iam::123456789012:root"})),
        [LACKS],
    ),
    (
        "the key's policy is apart",
        [
            *stack(READ),
            resource(
                "aws:kms/keyPolicy:KeyPolicy",
                "kp",
                keyId=KEY,
                policy=policy_text(allow("kms:*", Principal={"AWS": "*"})),
            ),
        ],
        [],
    ),
    ("unknown", stack(text=UNKNOWN), ["undecided: policy is not known at preview"]),
    (
        "unknown policy of the key",
        stack(READ, key=resource("aws:kms/key:Key", "key", policy=UNKNOWN)),
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_missing_key_grant(name, resources, expected):
    assert run_rule(missing_key_grant, resources) == expected
