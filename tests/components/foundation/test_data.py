"""Table and bucket: encryption, protection, and grants that reach no further than they say."""

import json

import pytest

from components.foundation.bucket import Bucket, BucketArgs
from components.foundation.table import Index, Key, Table, TableArgs
from components.settings import Context, Settings
from tests.support.recorder import deploy, inside

KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"
TABLE = "dynamodb/table:Table"
BUCKET = "s3/bucket:Bucket"
INDEXED = (Index(name="by-day", partition_key=Key(name="day"), sort_key=Key(name="n", type="N")),)


def table(settings=None, **args):
    def build():
        opts = inside(Context(settings=settings)) if settings else None
        Table("orders", TableArgs(partition_key=Key(name="id"), **args), opts)

    return deploy(build).resource("orders", TABLE)


def bucket(settings=None, **args):
    def build():
        Bucket(
            "files", BucketArgs(**args), inside(Context(settings=settings)) if settings else None
        )

    return deploy(build)


def grants(make):
    """What `make(block)` grants, on a table with and without indexes, or a bucket."""
    found = []
    deploy(lambda: found.append(make()))
    return found[0]


def test_attributes_are_those_that_keys_are_made_of():
    inputs = table(sort_key=Key(name="day"), indexes=INDEXED).inputs
    assert {item["name"]: item["type"] for item in inputs["attributes"]} == {
        "id": "S",
        "day": "S",
        "n": "N",
    }
    assert (inputs["hashKey"], inputs["rangeKey"]) == ("id", "day")


def test_table_costs_nothing_while_idle_and_can_be_recovered():
    inputs = table().inputs
    assert inputs["billingMode"] == "PAY_PER_REQUEST"
    assert inputs["pointInTimeRecovery"] == {"enabled": True}


@pytest.mark.parametrize("protect", [False, True])
def test_what_holds_data_is_protected_where_the_environment_says_so(protect):
    found = table(Settings(protect=protect))
    assert found.protect is protect
    assert found.inputs["deletionProtectionEnabled"] is protect
    assert bucket(Settings(protect=protect)).resource("files", BUCKET).protect is protect


def test_table_takes_the_environments_key():
    assert "serverSideEncryption" not in table().inputs
    found = table(Settings(kms_key_arn=KEY)).inputs["serverSideEncryption"]
    assert found == {"enabled": True, "kmsKeyArn": KEY}


@pytest.mark.parametrize(("stream", "enabled"), [(None, None), ("KEYS_ONLY", True)])
def test_stream_is_there_only_where_asked(stream, enabled):
    inputs = table(stream=stream).inputs
    assert inputs.get("streamEnabled") is enabled
    assert inputs.get("streamViewType") == stream


def test_table_without_a_stream_starts_nothing():
    def build():
        with pytest.raises(ValueError, match="orders: a table without a stream starts nothing"):
            Table("orders", TableArgs(partition_key=Key(name="id"))).source()

    deploy(build)


GRANTS = [
    ("read", (), "read", (), ("",)),
    ("read with indexes", INDEXED, "read", (), ("", "/index/*")),
    ("write never needs an index", INDEXED, "write", (), ("",)),
    ("scan with indexes", INDEXED, "allow", ("dynamodb:Scan",), ("", "/index/*")),
    ("update with indexes", INDEXED, "allow", ("dynamodb:UpdateItem",), ("",)),
]


@pytest.mark.parametrize(
    ("name", "indexes", "method", "actions", "paths"), GRANTS, ids=[c[0] for c in GRANTS]
)
def test_table_grants(name, indexes, method, actions, paths):
    args = TableArgs(partition_key=Key(name="id"), indexes=indexes)
    grant = grants(lambda: getattr(Table("orders", args), method)(*actions))
    assert grant.paths == paths
    assert "dynamodb:Scan" not in grant.actions or actions


def test_bucket_is_private_encrypted_and_over_tls_only():
    deployed = bucket()
    closed = deployed["files-private"]
    assert all(value is True for key, value in closed.items() if key != "bucket")
    assert len(closed) == 5
    assert deployed["files-ownership"]["rule"] == {"objectOwnership": "BucketOwnerEnforced"}
    (deny,) = json.loads(deployed["files-access"]["policy"])["Statement"]
    arn = deployed.resource("files", BUCKET).outputs["arn"]
    assert (deny["Effect"], deny["Resource"]) == ("Deny", [arn, f"{arn}/*"])
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize(
    ("settings", "encryption"),
    [
        (None, {"sseAlgorithm": "AES256"}),
        (Settings(kms_key_arn=KEY), {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY}),
    ],
)
def test_bucket_encryption(settings, encryption):
    (rule,) = bucket(settings)["files-encryption"]["rules"]
    found = rule["applyServerSideEncryptionByDefault"].items()
    assert {key: value for key, value in found if value is not None} == encryption
    assert rule["bucketKeyEnabled"] is (settings is not None)


def test_bucket_tells_eventbridge_only_where_asked():
    assert bucket().of("bucketNotification:BucketNotification") == {}
    assert bucket(events=True)["files-events"]["eventbridge"] is True


def test_objects_expire_only_where_asked():
    rules = bucket(expire_days=30)["files-lifecycle"]["rules"]
    assert [rule.get("expiration") for rule in rules] == [None, {"days": 30}]
    assert len(bucket()["files-lifecycle"]["rules"]) == 1


@pytest.mark.parametrize(
    ("method", "prefix", "actions", "paths", "condition"),
    [
        ("read", "", ("s3:GetObject",), ("/*",), None),
        ("read", "in/", ("s3:GetObject",), ("/in/*",), None),
        ("write", "out/", ("s3:PutObject",), ("/out/*",), None),
        ("list", "", ("s3:ListBucket",), ("",), None),
        ("list", "in/", ("s3:ListBucket",), ("",), {"StringLike": {"s3:prefix": "in/*"}}),
    ],
)
def test_bucket_grants_reach_no_further_than_the_prefix(method, prefix, actions, paths, condition):
    grant = grants(lambda: getattr(Bucket("files", BucketArgs()), method)(prefix))
    assert (grant.actions, grant.paths, grant.condition) == (actions, paths, condition)
