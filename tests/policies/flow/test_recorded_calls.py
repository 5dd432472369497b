"""Rules on calls that CloudTrail records, and who may make such calls."""

import pytest

from policies.flow import flow_of
from policies.flow.graph import Flow
from policies.flow.loops import loops_of
from policies.flow.parts import Joined
from policies.values import UNKNOWN
from policies.view import Stack
from tests.policies.flow.shared import before_and_after, edges, unfollowed
from tests.support.builders import arn, environment, policy_text
from tests.support.program import Program, rings

RECORDED = "AWS API Call via CloudTrail"
ALL_CALLS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
EVERY_S3 = {"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}


def calls(service, *names, **detail):
    """The pattern of a rule on calls to a service."""
    asked = {"eventName": [*names]} if names else {}
    source = {"eventSource": [f"{service}.amazonaws.com"]}
    pattern = {"source": [f"aws.{service}"], "detail-type": [RECORDED]}
    return {**pattern, "detail": {**source, **asked, **detail}}


def trail(p, **props):
    return p.make("aws:cloudtrail/trail:Trail", "trail", **props)


def may(p, action="sqs:SetQueueAttributes", on="*", **rest):
    return p.may(action, on, **rest)


def ring(service="sqs"):
    return [f"f → {service} calls → default"]


def possible(service="sqs"):
    return [f"? {one}" for one in ring(service)]


def program(pattern, *rights, known=True, recorded=None, **props):
    """A rule whose function may make some calls itself; `recorded` are the settings of a trail."""
    p = Program(known)
    worker = p.function("f", *(right(p) if callable(right) else may(p, right) for right in rights))
    if recorded is not None:
        trail(p, **recorded)
    made = p.rule("made", None, pattern, worker)
    made.properties.update(props)
    return p


SQS = calls("sqs", "SetQueueAttributes")


@before_and_after
def test_a_function_that_makes_the_call_it_waits_for_starts_itself(known):
    p = program(SQS, "sqs:SetQueueAttributes", known=known, recorded={})
    assert rings(p.resources) == ring()


RIGHTS = [
    ("the call", ["sqs:SetQueueAttributes"], SQS, ring()),
    ("in other capitals", ["sqs:setqueueattributes"], SQS, ring()),
    ("a wildcard", ["sqs:Set*"], SQS, ring()),
    ("everything", ["*"], SQS, ["f", *ring()]),
    ("another call", ["sqs:TagQueue"], SQS, []),
    ("another service", ["sns:SetTopicAttributes"], SQS, []),
    ("any call of the service", ["sqs:TagQueue"], calls("sqs"), ring()),
    ("a prefix", ["sqs:TagQueue"], calls("sqs", {"prefix": "Tag"}), ring()),
    ("another prefix", ["sqs:TagQueue"], calls("sqs", {"prefix": "Set"}), []),
    ("any but it", ["sqs:TagQueue"], calls("sqs", {"anything-but": "TagQueue"}), []),
    ("a call with a version", ["lambda:UpdateAlias"], calls("lambda", "UpdateAlias20150331"),
     ring("lambda")),
    ("another of one start", ["lambda:UpdateAlias"], calls("lambda", "UpdateAliasX"), []),
    ("a call of another name", ["s3:PutEncryptionConfiguration"],
     calls("s3", "PutBucketEncryption"), ring("s3")),
    ("named otherwise by IAM", ["cloudwatch:DisableAlarmActions"],
     calls("monitoring", "DisableAlarmActions"), ring("monitoring")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("_", "actions", "pattern", "expected"), RIGHTS, ids=[c[0] for c in RIGHTS]
)
def test_which_calls_a_role_may_make(_, actions, pattern, expected):
    assert rings(program(pattern, *actions, recorded={}).resources) == expected


WHERE = [
    ("here", "arn:aws:sqs:eu-west-1:123456789012:x", ring()),
    ("anywhere near", "arn:aws:sqs:eu-*:*:x", ring()),
    ("in another region", "arn:aws:sqs:us-east-1:123456789012:x", []),
    ("in another account", "arn:aws:sqs:eu-west-1:999999999999:x", []),
    ("of another service", "arn:aws:sns:eu-west-1:123456789012:x", []),
]


@pytest.mark.parametrize(("_", "on", "expected"), WHERE, ids=[case[0] for case in WHERE])
def test_calls_about_things_elsewhere_come_elsewhere(_, on, expected):
    p = program(SQS, lambda p: may(p, "sqs:SetQueueAttributes", on), recorded={})
    assert rings(p.resources) == expected


def denied(action, on="*"):
    return lambda p: may(p, action, on, effect="Deny")


DENIALS = [
    ("it", denied("sqs:SetQueueAttributes"), []),
    ("all of the service", denied("sqs:*"), []),
    ("another", denied("sqs:TagQueue"), ring()),
    ("for one queue", denied("sqs:SetQueueAttributes", arn("sqs", "jobs")), possible()),
]


@pytest.mark.parametrize(("_", "denial", "expected"), DENIALS, ids=[case[0] for case in DENIALS])
@pytest.mark.parametrize("action", ["sqs:SetQueueAttributes", "sqs:*"])
def test_denied_calls_are_not_made(_, denial, expected, action):
    p = program(SQS, lambda p: may(p, action, arn("sqs", "x")), denial, recorded={})
    assert rings(p.resources) == expected


def test_calls_that_are_left_out_of_a_right_are_not_made():
    p = program(SQS, recorded={})
    statement = {"Effect": "Allow", "NotAction": "sqs:Set*", "Resource": "*"}
    own = {"role": "f-role", "policy": policy_text(statement)}
    p.make("aws:iam/rolePolicy:RolePolicy", "rest", **own)
    assert rings(p.resources) == ["f"]


ISSUER = {"sessionContext": {"sessionIssuer": {"userName": [{"anything-but": "f-role"}]}}}
OTHER_ISSUER = {"sessionContext": {"sessionIssuer": {"userName": [{"anything-but": "g-role"}]}}}
DETAILS = [
    ("its role left out", {"userIdentity": ISSUER}, []),
    ("another role left out", {"userIdentity": OTHER_ISSUER}, ring()),
    ("people alone", {"userIdentity": {"type": ["IAMUser", "Root"]}}, []),
    ("what nobody knows", {"requestParameters": {"queueUrl": ["x"]}}, possible()),
]


@pytest.mark.parametrize(("_", "detail", "expected"), DETAILS, ids=[case[0] for case in DETAILS])
def test_a_rule_may_leave_callers_out(_, detail, expected):
    pattern = calls("sqs", "SetQueueAttributes", **detail)
    p = program(pattern, "sqs:SetQueueAttributes", recorded={})
    assert rings(p.resources) == expected


def advanced(**fields):
    conditions = [{"field": name, "equals": [value]} for name, value in fields.items()]
    return {"advancedEventSelectors": [{"fieldSelectors": conditions}]}


def basic(**selector):
    return {"eventSelectors": [selector]}


MANAGEMENT = [
    ("no trail", None, possible()),
    ("a trail", {}, ring()),
    ("one that is off", {"enableLogging": False}, possible()),
    ("one in another region", {"region": "us-east-1"}, possible()),
    ("one of all regions", {"region": "us-east-1", "isMultiRegionTrail": True}, ring()),
    ("what is written", basic(readWriteType="WriteOnly"), ring()),
    ("what is read", basic(readWriteType="ReadOnly"), possible()),
    ("data events alone", basic(includeManagementEvents=False, dataResources=[EVERY_S3]),
     possible()),
    ("but this service", basic(excludeManagementEventSources=["sqs.amazonaws.com"]), possible()),
    ("chosen", advanced(eventCategory="Management"), ring()),
    ("those that write", advanced(eventCategory="Management", readOnly="false"), ring()),
    ("of one service", advanced(eventCategory="Management", eventSource="x"), possible()),
    ("data events, chosen", advanced(eventCategory="Data"), possible()),
    ("what nobody knows yet", {"eventSelectors": UNKNOWN}, possible()),
]  # fmt: skip


@pytest.mark.parametrize(("_", "recorded", "expected"), MANAGEMENT, ids=[c[0] for c in MANAGEMENT])
def test_a_call_needs_a_trail_that_records_it(_, recorded, expected):
    p = program(SQS, "sqs:SetQueueAttributes", recorded=recorded)
    assert rings(p.resources) == expected


S3_DATA = {"eventCategory": "Data", "resources.type": "AWS::S3::Object"}
DATA = [
    ("no trail", None, possible("s3")),
    ("management events alone", {}, possible("s3")),
    ("data events of all buckets", basic(dataResources=[EVERY_S3]), ring("s3")),
    ("of one bucket", basic(dataResources=[{**EVERY_S3, "values": ["arn:aws:s3:::x/"]}]),
     possible("s3")),
    ("of functions", basic(dataResources=[{"type": "AWS::Lambda::Function",
     "values": ["arn:aws:lambda"]}]), possible("s3")),
    ("chosen", advanced(**S3_DATA), ring("s3")),
    ("of some keys", advanced(**S3_DATA, eventName="GetObject"), possible("s3")),
]  # fmt: skip


@pytest.mark.parametrize(("_", "recorded", "expected"), DATA, ids=[case[0] for case in DATA])
def test_data_events_need_a_trail_that_records_those(_, recorded, expected):
    pattern = calls("s3", "PutObject")
    p = program(pattern, lambda p: p.may("s3:PutObject", "arn:aws:s3:::x/*"), recorded=recorded)
    assert rings(p.resources) == expected


INTO_X = calls("s3", "PutObject", requestParameters={"bucketName": ["x"]})
OBJECTS = [
    ("that bucket", "s3:PutObject", "arn:aws:s3:::x/*", INTO_X, True),
    ("all of them", "s3:*", "*", INTO_X, True),
    ("another bucket", "s3:PutObject", "arn:aws:s3:::y/*", INTO_X, False),
    ("a copy", "s3:PutObject", "arn:aws:s3:::x/*", calls("s3", "CopyObject"), True),
    ("the bucket and no object", "s3:*", "arn:aws:s3:::x", INTO_X, False),
    ("the bucket itself", "s3:*", "arn:aws:s3:::x", calls("s3", "PutBucketAcl"), True),
    ("its objects alone", "s3:*", "arn:aws:s3:::x/*", calls("s3", "PutBucketAcl"), False),
]


@pytest.mark.parametrize(
    ("_", "action", "on", "pattern", "loop"), OBJECTS, ids=[case[0] for case in OBJECTS]
)
def test_buckets_and_keys_are_compared(_, action, on, pattern, loop):
    both = [{"dataResources": [EVERY_S3], "includeManagementEvents": True}]
    recorded = {"eventSelectors": both}
    p = program(pattern, lambda p: p.may(action, on), recorded=recorded)
    assert rings(p.resources) == (ring("s3") if loop else [])


READS = [
    ("a read", "sqs:GetQueueAttributes", None, []),
    ("a read that its state lets through", "sqs:GetQueueAttributes", ALL_CALLS, ring()),
    ("a read of another name", "sqs:UntagQueue", None, ring()),
]


@pytest.mark.parametrize(("_", "action", "state", "expected"), READS, ids=[c[0] for c in READS])
def test_calls_that_only_read_come_by_the_state_of_the_rule(_, action, state, expected):
    given = {"state": state} if state else {}
    assert rings(program(calls("sqs"), action, recorded={}, **given).resources) == expected


@pytest.mark.parametrize(
    ("region", "expected"), [("us-east-1", ring("iam")), ("eu-west-1", possible("iam"))]
)
def test_calls_of_a_global_service_come_in_one_region(region, expected):
    p = program(calls("iam", "CreateRole"), "iam:CreateRole", recorded={})
    p.add(environment(region=region, account="123456789012"))
    assert rings(p.resources) == expected


def comes(p):
    """The edge by which management events come to the rule."""
    flow, _ = flow_of(Stack(p.resources))
    (edge,) = [
        edge
        for edge in flow.edges
        if edge.source.channel == "management events" and edge.source.scope and edge.target.channel
    ]
    return edge


def test_a_possible_call_says_what_is_missing():
    edge = comes(program(SQS, "sqs:SetQueueAttributes"))
    assert edge.doubt == "no trail of the stack is known to record management events of sqs"
    assert str(edge.evidence) == "made.eventPattern"


def test_where_a_trail_records_it_the_trail_is_the_evidence():
    edge = comes(program(SQS, "sqs:SetQueueAttributes", recorded=basic()))
    assert str(edge.evidence) == "trail.eventSelectors"


def test_other_buses_get_no_calls():
    p = Program(known=True)
    trail(p)
    p.rule("made", p.bus("orders"), SQS, p.function("f", may(p)))
    assert rings(p.resources) == []


def test_a_rule_that_is_off_gets_none():
    p = program(SQS, "sqs:SetQueueAttributes", recorded={}, state="DISABLED")
    assert edges(p) == []


ANY = [
    ("no service named", {"detail-type": [RECORDED]}, 1),
    ("any of AWS", {"source": [{"prefix": "aws."}]}, 1),
    ("a service", SQS, 0),
    ("events of a program", {"source": ["shop"]}, 0),
    ("another kind of event", {"source": ["aws.s3"], "detail-type": ["Object Created"]}, 0),
]


@pytest.mark.parametrize(("_", "pattern", "count"), ANY, ids=[case[0] for case in ANY])
def test_rules_on_calls_of_any_service_are_listed(_, pattern, count):
    p = program(pattern, "sqs:SetQueueAttributes")
    assert unfollowed(p)["rule on recorded calls of any service"] == count


@pytest.mark.parametrize(("account", "count"), [("123456789012", 1), ("999999999999", 0)])
def test_calls_from_another_stack_come_where_it_is_in_the_same_account(account, count):
    """The rule and its trail are in one stack, who makes the call in another."""
    watching, acting = Program(known=True), Program(known=True)
    jobs = watching.queue("jobs")
    trail(watching)
    watching.rule("made", None, SQS, jobs)
    acting.starts(jobs, acting.function("f", may(acting)))
    for p, owner in ((watching, "123456789012"), (acting, account)):
        p.add(environment(region="eu-west-1", account=owner))
    parts = [Stack(watching.resources), Stack(acting.resources)]
    assert len(loops_of(Flow(Joined(parts)))) == count
