"""Policy documents and how a role comes by them, as an update shows them."""

import json

import pytest

from policies.values import UNKNOWN
from tests.support.builders import allow, arn, mapping, policy_text, queue, resource, role
from tests.support.builders import function as bare_function
from tests.support.program import Program, rings

JOBS = arn("sqs", "jobs")
RING = ["worker → jobs"]
AWS = "arn:aws:iam::aws:policy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"


def program(*statements, extra=(), **role_props):
    """The queue `jobs` starts `worker`, whose role has these statements."""
    made = role("worker-role", arn=arn("iam", "role/worker-role", region=""), **role_props)
    jobs = queue("jobs", arn=JOBS)
    worker = bare_function("worker", role=made, name="worker", arn=arn("lambda", "function:worker"))
    on_role = [
        resource(
            "aws:iam/rolePolicy:RolePolicy",
            "worker-policy",
            role="worker-role",
            policy=policy_text(*statements),
        )
    ]
    return [made, jobs, worker, mapping("m", source=jobs, target=worker), *on_role, *extra]


def deny(actions, resources, **rest):
    return {**allow(actions, resources, **rest), "Effect": "Deny"}


def attached(policy_arn, **props):
    return resource(ATTACHMENT, "attached", role="worker-role", policyArn=policy_arn, **props)


OWN = resource(
    "aws:iam/policy:Policy",
    "sender",
    name="sender",
    arn=arn("iam", "policy/sender", region=""),
    policy=policy_text(allow("sqs:SendMessage", JOBS)),
)
SEND = allow("sqs:SendMessage", JOBS)

CASES = [
    ("its own ARN", program(SEND), RING),
    ("a pattern of ARNs", program(allow("sqs:*", arn("sqs", "jo*"))), RING),
    ("a pattern of other ARNs", program(allow("sqs:*", arn("sqs", "x*"))), []),
    ("everything", program(allow("*", "*")), ["worker", *RING]),
    (
        "a queue of that name in another region",
        program(allow("sqs:SendMessage", JOBS.replace("eu-west-1", "us-east-1"))),
        [],
    ),
    (
        "a queue of that name in another account",
        program(allow("sqs:SendMessage", JOBS.replace("123456789012", "999999999999"))),
        [],
    ),
    ("denied", program(SEND, deny("sqs:SendMessage", JOBS)), []),
    ("denied by a wildcard", program(SEND, deny("sqs:*", "*")), []),
    ("another queue denied", program(SEND, deny("sqs:SendMessage", arn("sqs", "x"))), RING),
    (
        "denied under a condition that may not hold",
        program(
            SEND,
            deny("sqs:SendMessage", JOBS, Condition={"Bool": {"aws:SecureTransport": "false"}}),
        ),
        RING,
    ),
    (
        "all actions but sending",
        program({"Effect": "Allow", "NotAction": "sqs:SendMessage", "Resource": "*"}),
        ["worker"],
    ),
    (
        "all actions but reading",
        program({"Effect": "Allow", "NotAction": "sqs:Receive*", "Resource": "*"}),
        ["worker", *RING],
    ),
    (
        "all queues but this one",
        program({"Effect": "Allow", "Action": "sqs:*", "NotResource": JOBS}),
        [],
    ),
    (
        "all queues but another",
        program({"Effect": "Allow", "Action": "sqs:*", "NotResource": arn("sqs", "x")}),
        RING,
    ),
    ("AWS's policy for everything", program(extra=[attached(f"{AWS}/AmazonSQSFullAccess")]), RING),
    (
        "AWS's policy for reading",
        program(extra=[attached(f"{AWS}/service-role/AWSLambdaSQSQueueExecutionRole")]),
        [],
    ),
    (
        "a policy of the stack, attached",
        program(extra=[OWN, attached(OWN.properties["arn"])]),
        RING,
    ),
    ("a policy of the stack, not attached", program(extra=[OWN]), []),
    (
        "written into the role",
        program(inlinePolicies=[{"name": "x", "policy": policy_text(SEND)}]),
        RING,
    ),
    (
        "listed by the role",
        program(managedPolicyArns=[f"{AWS}/AdministratorAccess"]),
        ["worker", *RING],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_what_a_role_may_write_to(name, resources, expected):
    assert rings(resources) == expected


def notified(*statements, prefix="in/"):
    p = Program(known=True)
    photos = p.bucket("photos")
    function = p.function("resize")
    p.notifies(photos, function, filterPrefix=prefix)
    text = policy_text(*statements)
    return [
        *p.resources,
        resource("aws:iam/rolePolicy:RolePolicy", "x", role="resize-role", policy=text),
    ]


PHOTOS = "arn:aws:s3:::photos"
OBJECT_CASES = [
    ("every bucket", [allow("s3:PutObject", "*")], True),
    ("every bucket by ARN", [allow("s3:PutObject", "arn:aws:s3:::*")], True),
    ("a pattern of the bucket and all in it", [allow("s3:PutObject", "arn:aws:s3:::pho*")], True),
    ("a pattern of another bucket", [allow("s3:PutObject", "arn:aws:s3:::x*/*")], False),
    ("the bucket without objects", [allow("s3:PutObject", PHOTOS)], False),
    ("outside", [allow("s3:PutObject", f"{PHOTOS}/out/*")], False),
    ("one of two parts inside", [allow("s3:*", [f"{PHOTOS}/out/*", f"{PHOTOS}/in/a/*"])], True),
    (
        "all, with the part inside denied",
        [allow("s3:PutObject", f"{PHOTOS}/*"), deny("s3:PutObject", f"{PHOTOS}/in/*")],
        False,
    ),
    (
        "all, with a corner inside denied",
        [allow("s3:PutObject", f"{PHOTOS}/*"), deny("s3:PutObject", f"{PHOTOS}/in/a/*")],
        True,
    ),
    ("a folder of each user", [allow("s3:PutObject", f"{PHOTOS}/${{aws:userid}}/*")], True),
]


@pytest.mark.parametrize(
    ("name", "statements", "loop"), OBJECT_CASES, ids=[c[0] for c in OBJECT_CASES]
)
def test_which_keys_a_role_may_write(name, statements, loop):
    assert rings(notified(*statements)) == (["resize → photos"] if loop else [])


EVENT_CASES = [
    ("no condition", {}, True),
    ("its own source", {"StringEquals": {"events:source": "shop"}}, True),
    ("another source", {"StringEquals": {"events:source": ["a", "b"]}}, False),
    ("keys in any case", {"StringEquals": {"Events:Source": "a"}}, False),
    ("for all values", {"ForAllValues:StringEquals": {"events:source": ["a"]}}, False),
    (
        "for any value, so others may come",
        {"ForAnyValue:StringEquals": {"events:source": ["a"]}},
        True,
    ),
    ("if it exists", {"StringEqualsIfExists": {"events:source": "a"}}, False),
    ("like it", {"StringLike": {"events:source": "sh*"}}, True),
    ("like another", {"StringLike": {"events:source": "a.*"}}, False),
    ("any but it", {"StringNotEquals": {"events:source": "shop"}}, False),
    ("any but another", {"StringNotEquals": {"events:source": "a"}}, True),
    ("another type", {"StringEquals": {"events:detail-type": "Booked"}}, False),
    ("another bus's condition", {"StringEquals": {"aws:PrincipalTag/x": "a"}}, True),
]


@pytest.mark.parametrize(
    ("name", "condition", "loop"), EVENT_CASES, ids=[c[0] for c in EVENT_CASES]
)
def test_which_events_a_role_may_put(name, condition, loop):
    p = Program(known=True)
    orders = p.bus("orders")
    worker = p.function("a", p.may("events:PutEvents", orders, condition=condition or None))
    p.rule("paid", orders, {"source": ["shop"], "detail-type": ["Paid"]}, worker)
    assert rings(p.resources) == (["a → orders"] if loop else [])


DENIED_EVENTS = [
    ("its source", {"StringEquals": {"events:source": "shop"}}, False),
    ("another source", {"StringEquals": {"events:source": "a"}}, True),
    ("all but another", {"StringNotEquals": {"events:source": "a"}}, False),
    (
        "its source, of one type only",
        {"StringEquals": {"events:source": "shop", "events:detail-type": "X"}},
        True,
    ),
    ("everything", {}, False),
]


@pytest.mark.parametrize(
    ("name", "condition", "loop"), DENIED_EVENTS, ids=[c[0] for c in DENIED_EVENTS]
)
def test_which_events_a_role_is_denied_to_put(name, condition, loop):
    p = Program(known=True)
    orders = p.bus("orders")
    denied = p.may("events:PutEvents", orders, condition=condition or None, effect="Deny")
    worker = p.function("a", p.may("events:PutEvents", orders), denied)
    p.rule("paid", orders, {"source": ["shop"]}, worker)
    assert rings(p.resources) == (["a → orders"] if loop else [])


def unknown_document(*behind):
    made, jobs = role("worker-role"), queue("jobs")
    done = resource("aws:cloudwatch/eventBus:EventBus", "done", name="done")
    worker = bare_function("worker", role=made)
    named = [{"jobs": jobs, "done": done}[name] for name in behind]
    policy = resource(
        "aws:iam/rolePolicy:RolePolicy", "p", role=made, policy=UNKNOWN, deps={"policy": named}
    )
    rule = resource(
        "aws:cloudwatch/eventRule:EventRule",
        "r",
        name="r",
        eventBusName=done,
        eventPattern=json.dumps({"source": ["a"]}),
    )
    target = resource(
        "aws:cloudwatch/eventTarget:EventTarget", "t", rule="r", arn=jobs, deps={"rule": [rule]}
    )
    return [
        made,
        jobs,
        done,
        worker,
        policy,
        rule,
        target,
        mapping("m", source=jobs, target=worker),
    ]


def test_an_unknown_document_may_write_to_what_it_depends_on():
    assert rings(unknown_document("done")) == ["? worker → done → jobs"]


def test_an_unknown_document_that_names_the_polled_queue_may_be_about_reading():
    assert rings(unknown_document("jobs")) == []


def test_an_unknown_document_without_dependencies_draws_nothing():
    assert rings(unknown_document()) == []


PROVIDER = resource("pulumi:providers:aws", "default_7_51_1", region="eu-west-1")
ELSEWHERE = [
    ("here", "eu-west-1:123456789012", ["worker → jobs"]),
    ("in another region", "us-east-1:123456789012", ["? worker → jobs"]),
    ("in another account", "eu-west-1:999999999999", ["? worker → jobs"]),
]


@pytest.mark.parametrize(("name", "where", "expected"), ELSEWHERE, ids=[c[0] for c in ELSEWHERE])
def test_a_queue_of_that_name_before_arns_are_known(name, where, expected):
    """The region is the default provider's, the account that of the function's role."""
    made, jobs = role("worker-role"), queue("jobs")
    worker = bare_function("worker", role="arn:aws:iam::123456789012:role/worker-role")
    statement = allow("sqs:SendMessage", f"arn:aws:sqs:{where}:jobs")
    policy = resource(
        "aws:iam/rolePolicy:RolePolicy", "p", role="worker-role", policy=policy_text(statement)
    )
    starts = mapping("m", source=jobs, target=worker)
    assert rings([PROVIDER, made, jobs, worker, policy, starts]) == expected
