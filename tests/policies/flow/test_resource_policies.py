"""Rights that a resource policy gives to a role, or takes from it; partition keys of a table."""

import pytest

from policies.values import UNKNOWN
from tests.support.builders import allow, policy_text
from tests.support.program import Program, rings


def opened(p, statement, *rights):
    """A queue that starts `f`, with a policy of its own that holds `statement`."""
    jobs = p.queue("jobs")
    p.starts(jobs, p.function("f", *(p.may(action, jobs) for action in rights)))
    role = next(r for r in p.resources if r.name == "f-role")
    text = UNKNOWN
    if p.known:
        who = {"AWS": role.properties["arn"]}
        text = policy_text(
            {**allow("sqs:SendMessage", jobs.properties["arn"], Principal=who), **statement}
        )
    behind = {"policy": [jobs, role]}
    p.make("aws:sqs/queuePolicy:QueuePolicy", "policy", queueUrl=jobs, policy=text, deps=behind)
    return p.resources


POLICIES = [
    ("the role", {}, (), ["f → jobs"]),
    ("everybody", {"Principal": "*"}, (), []),
    ("a service", {"Principal": {"Service": "s3.amazonaws.com"}}, (), []),
    ("the account", {"Principal": {"AWS": "123456789012"}}, (), []),
    ("reading", {"Action": "sqs:ReceiveMessage"}, (), []),
    ("another queue", {"Resource": "arn:aws:sqs:eu-west-1:123456789012:other"}, (), []),
    ("denied to the role", {"Effect": "Deny"}, ("sqs:SendMessage",), []),
    ("denied to all", {"Effect": "Deny", "Principal": "*"}, ("sqs:SendMessage",), []),
    (
        "denied without TLS",
        {
            "Effect": "Deny",
            "Principal": "*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
        ("sqs:SendMessage",),
        ["f → jobs"],
    ),
]


@pytest.mark.parametrize(
    ("_", "statement", "rights", "expected"), POLICIES, ids=[case[0] for case in POLICIES]
)
def test_the_policy_of_the_queue_counts(_, statement, rights, expected):
    assert rings(opened(Program(known=True), statement, *rights)) == expected


def test_before_the_policy_is_known_the_role_behind_it_may_be_let_in():
    assert rings(opened(Program(known=False), {})) == ["? f → jobs"]


def table(condition, effect="Allow", wanted="ORDER#"):
    """A function that may put some items, and starts for those whose key starts with `wanted`."""
    p = Program(known=True)
    items = p.make("aws:dynamodb/table:Table", "items", streamEnabled=True, hashKey="pk")
    keys = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": condition}}
    right = p.may("dynamodb:PutItem", items, condition=keys, effect=effect)
    all_ = [p.may("dynamodb:PutItem", items)] if effect == "Deny" else []
    pattern = f'{{"dynamodb": {{"Keys": {{"pk": {{"S": [{{"prefix": "{wanted}"}}]}}}}}}}}'
    criteria = {"filters": [{"pattern": pattern}]}
    p.starts(items, p.function("f", *all_, right), filterCriteria=criteria)
    return p.resources


KEYS = [
    ("the same keys", ["ORDER#*"], "Allow", ["f → items"]),
    ("other keys", ["REPORT#*"], "Allow", []),
    ("some of them", ["REPORT#*", "ORDER#1"], "Allow", ["f → items"]),
    ("all of them denied", ["ORDER#*"], "Deny", []),
    ("others denied", ["REPORT#*"], "Deny", ["f → items"]),
]


@pytest.mark.parametrize(("_", "keys", "effect", "expected"), KEYS, ids=[case[0] for case in KEYS])
def test_leading_keys_keep_writers_and_readers_apart(_, keys, effect, expected):
    assert rings(table(keys, effect)) == expected
