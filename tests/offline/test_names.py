"""Physical names are given at check, as the real provider does."""

import re

import pytest

from offline.provider import schema
from offline.provider.names import DEFAULTS_KEY, Autonaming, NamingError, automatic_name

QUEUE = "aws:sqs/queue:Queue"


def name(token=QUEUE, logical="orders", news=None, olds=None, seed=b"seed", autonaming=None):
    resource = schema.resource_type(token)
    return automatic_name(
        resource, logical, news or {}, olds or {}, seed, autonaming or Autonaming()
    )


CASES = [
    ("a queue", {}, ("name", r"orders-[0-9a-f]{7}")),
    ("a FIFO queue", {"news": {"fifoQueue": True}}, ("name", r"orders-[0-9a-f]{7}\.fifo")),
    ("a FIFO topic", {"token": "aws:sns/topic:Topic", "news": {"fifoTopic": True}},
     ("name", r"orders-[0-9a-f]{7}\.fifo")),
    ("a bucket, in lower case", {"token": "aws:s3/bucket:Bucket", "logical": "Orders"},
     ("bucket", r"orders-[0-9a-f]{7}")),
    ("a key's alias", {"token": "aws:kms/alias:Alias"}, ("name", r"alias/orders-[0-9a-f]{7}")),
    ("an object, by its own name", {"token": "aws:s3/bucketObjectv2:BucketObjectv2"},
     ("key", "orders")),
    ("a broker", {"token": "aws:mq/broker:Broker"}, ("brokerName", r"orders-[0-9a-f]{7}")),
    ("named by the program", {"news": {"name": "mine"}}, None),
    ("with a prefix", {"news": {"namePrefix": "mine-"}}, None),
    ("a type without a name", {"token": "aws:ec2/vpc:Vpc"}, None),
    ("a type whose name is required", {"token": "aws:route53/record:Record"}, None),
    ("chosen before: kept", {"olds": {"name": "orders-1234567", DEFAULTS_KEY: ["name"]}},
     ("name", "orders-1234567")),
    ("given before: chosen now", {"olds": {"name": "mine", DEFAULTS_KEY: []}},
     ("name", r"orders-[0-9a-f]{7}")),
    ("proposed", {"autonaming": Autonaming("team-orders")}, ("name", "team-orders")),
    ("proposed for FIFO", {"autonaming": Autonaming("o"), "news": {"fifoQueue": True}},
     ("name", r"o\.fifo")),
    ("enforced", {"autonaming": Autonaming("X", enforced=True)}, ("name", "X")),
]  # fmt: skip


@pytest.mark.parametrize(("case", "given", "expected"), CASES, ids=[c[0] for c in CASES])
def test_automatic_name(case, given, expected):
    found = name(**given)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found[0] == expected[0]
        assert re.fullmatch(expected[1], found[1])


def test_another_seed_gives_another_name():
    assert name(seed=b"one") != name(seed=b"two")


def test_a_name_that_is_too_long_says_how_long():
    with pytest.raises(NamingError, match="72 characters, at most 64 are allowed"):
        name("aws:iam/role:Role", logical="a" * 64)


def test_switched_off_names_must_be_given():
    with pytest.raises(NamingError, match='"name" is required'):
        name(autonaming=Autonaming(disabled=True))
