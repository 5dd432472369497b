"""Calls of AWS's APIs that CloudTrail records: how they look as events, and which come at all.

Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail"; CloudTrail user
guide, "Logging data events" and "Global service events".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policies import iam
from policies.flow import pattern
from policies.flow.atoms import Atom, Not
from policies.flow.overlap import Glob, literal, prefix, wildcard
from policies.flow.overlap import iam as iam_glob
from policies.flow.pattern import Path, Pattern
from policies.values import UNKNOWN
from policies.views.events import EventRule

EVENT_NAME: Path = ("detail", "eventName")
EVENT_SOURCE: Path = ("detail", "eventSource")

ANY_CALL = pattern.fact(
    {("source",): [prefix("aws.")], ("detail-type",): [literal("AWS API Call via CloudTrail")]}
)

DATA: Mapping[str, tuple[str, tuple[Glob, ...]]] = {
    service: (type_, tuple(wildcard(name) for name in names.split()))
    for service, type_, names in (
        ("s3", "AWS::S3::Object", "*Object* *Upload* ListParts"),
        ("lambda", "AWS::Lambda::Function", "Invoke*"),
        ("dynamodb", "AWS::DynamoDB::Table", "*Item *Items Query Scan *Statement *Transaction"),
        ("sqs", "AWS::SQS::Queue", "*Message *MessageBatch *MessageVisibility*"),
        ("sns", "AWS::SNS::Topic", "Publish*"),
        ("kinesis", "AWS::Kinesis::Stream", "PutRecord* GetRecords *ShardIterator SubscribeTo*"),
        ("events", "", "PutEvents"),
        ("firehose", "", "PutRecord*"),
        ("logs", "", "PutLogEvents"),
        ("monitoring", "", "*MetricData"),
    )
}  # fmt: skip
"""Service → what a trail calls its data events (empty: it is not known here), and their names.
All other calls are management events."""

US_EAST_1_ONLY = ("account", "cloudfront", "iam", "organizations", "route53", "shield", "support")
"""Services whose calls are recorded in one region, wherever they are made."""

IAM_PREFIXES = {"monitoring": "cloudwatch", "tagging": "tag"}
"""Services whose actions start with another name than their events."""

_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "lambda:InvokeFunction": ("Invoke",),
    "s3:PutObject": (
        "CopyObject",
        "CreateMultipartUpload",
        "CompleteMultipartUpload",
        "UploadPart",
    ),
    "s3:DeleteObject": ("DeleteObjects",),
    "s3:PutEncryptionConfiguration": ("PutBucketEncryption",),
    "s3:PutLifecycleConfiguration": ("PutBucketLifecycle",),
    "s3:PutReplicationConfiguration": ("PutBucketReplication",),
}
"""Action → calls of other names that it allows, too."""

_ALL_STATES = ("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", UNKNOWN)
_READS = tuple(prefix(verb) for verb in ("Get", "List", "Describe"))
_SESSIONS = ("GetFederationToken", "GetSessionToken")
_DATA_READS = ("GetObject*", "ListObjects*", "ListParts", "ListMultipartUploads", "GetItem",
               "GetRecords", "GetShardIterator", "GetMetricData")  # fmt: skip
_COME_ANYWAY = tuple(wildcard(name) for name in (*_SESSIONS, *_DATA_READS))
_LET_THROUGH = pattern.fact({EVENT_NAME: [Not(_READS), *_COME_ANYWAY]})


def let_through(rule: EventRule) -> tuple[Pattern, ...]:
    """What holds for recorded calls that come to `rule`: those that only read do by its state."""
    return () if rule.peek("state") in _ALL_STATES else (_LET_THROUGH,)


def services_of(wanted: Pattern) -> list[str]:
    """The services whose calls a pattern may wait for, as their events name them.

    An empty name stands for any.
    """
    found: set[str] = set()
    for branch in wanted.branches:
        for path, start, end in ((EVENT_SOURCE, "", ".amazonaws.com"), (("source",), "aws.", "")):
            atoms = branch.get(path)
            if atoms is not None:
                found.update(_service(atom, start, end) for atom in atoms)
                break
        else:
            found.add("")
    return sorted(found - {_NOT_OF_AWS})


_NOT_OF_AWS = "-"


def _service(atom: Atom, start: str, end: str) -> str:
    if not isinstance(atom, Glob) or atom.open or atom.fold:
        return ""
    text = str(atom)
    name = text.removeprefix(start).removesuffix(end)
    of_aws = text == f"{start}{name}{end}" and name.replace("-", "").isalnum()
    return name if of_aws else _NOT_OF_AWS


def prefix_of(service: str) -> str:
    """`monitoring` -> `cloudwatch`: what IAM actions of it start with."""
    return IAM_PREFIXES.get(service, service)


def names(service: str, actions: Sequence[str]) -> tuple[Glob, ...]:
    """The names under which calls that `actions` allow are recorded."""
    found: list[Glob] = []
    for action in actions:
        name = action.partition(":")[2] or "*"
        # Written as AWS does or not: actions have no case, events do.
        fold = name[:1].islower()
        found.append(iam_glob(name, fold=fold))
        if service == "lambda":
            # Calls have a version in their names: CreateFunction20150331.
            found.append(iam_glob(f"{name}20??????*", fold=fold))
        for known, others in _OTHER_NAMES.items():
            if iam.action_matches(action, known):
                found += map(literal, others)
    return tuple(found)


def origin(service: str) -> dict[Path, list[Atom]]:
    """What the events of a service have in common."""
    source = prefix("aws.") if service in IAM_PREFIXES else literal(f"aws.{service}")
    return {
        ("source",): [source],
        ("detail-type",): [literal("AWS API Call via CloudTrail")],
        EVENT_SOURCE: [literal(f"{service}.amazonaws.com")],
    }
