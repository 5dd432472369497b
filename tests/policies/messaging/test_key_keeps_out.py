import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.key_keeps_out import key_keeps_out
from tests.support.builders import allow, bucket, policy_text, queue, resource, topic
from tests.support.findings import run_rule

SERVICE = "events.amazonaws.com"


def key(text):
    return resource("aws:kms/key:Key", "mine", policy=text)


def news(by):
    return topic("news", kmsMasterKeyId=by)


def rule_to(place, **props):
    return resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule="r", arn=place, **props)


def open_to(service, action="kms:GenerateDataKey*"):
    return policy_text(allow(action, "*", Principal={"Service": service}))


def sent(by, *more):
    return [*more, news(by), rule_to(news(by))]


AWS_KEY = ["is encrypted with alias/aws/sns, which events.amazonaws.com cannot use"]
OUT = ["is encrypted with mine, whose policy leaves events.amazonaws.com out"]
ROOT = policy_text(allow("kms:*", "*", Principal={"AWS": "arn:aws:iam::123456789012:root"}))

CASES = [
    ("nothing there", [], []),
    ("no key", sent(None), []),
    ("AWS's key", sent("alias/aws/sns"), AWS_KEY),
    ("AWS's key, and nobody sends but people", [news("alias/aws/sns")], []),
    ("a key that lets it in", sent(key(open_to(SERVICE)), key(open_to(SERVICE))), []),
    (
        "a key for another service",
        sent(key(open_to("s3.amazonaws.com")), key(open_to("s3.amazonaws.com"))),
        OUT,
    ),
    ("a key for the account alone", sent(key(ROOT), key(ROOT)), OUT),
    ("a key of another stack", sent("arn:aws:kms:eu-west-1:123456789012:key/1"), []),
    (
        "a queue that a bucket tells",
        [
            queue("jobs", kmsMasterKeyId="alias/aws/sqs"),
            resource(
                "aws:s3/bucketNotification:BucketNotification",
                "n",
                bucket=bucket("b"),
                queues=[{"queueArn": queue("jobs")}],
            ),
        ],
        ["is encrypted with alias/aws/sqs, which s3.amazonaws.com cannot use"],
    ),
    (
        "through a role",
        [news("alias/aws/sns"), rule_to(news("alias/aws/sns"), roleArn=UNKNOWN)],
        [],
    ),
    (
        "policy unknown",
        sent(key(UNKNOWN), key(UNKNOWN)),
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_key_keeps_out(name, resources, expected):
    assert run_rule(key_keeps_out, resources) == expected
