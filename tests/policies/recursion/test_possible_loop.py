import pytest

from policies.core import UNKNOWN
from policies.flow.loops import REASON_TAG
from policies.rules.recursion.loop import event_flow_in_a_circle
from policies.rules.recursion.possible_loop import event_flow_maybe_in_a_circle as rule
from tests.support.builders import bucket, function, resource, role, role_policy
from tests.support.findings import run_rule
from tests.support.program import Program

PHOTOS = bucket("photos")
ROLE = role("resize-role")
RESIZE = function("resize", role=ROLE)
NOTIFICATION = resource(
    "aws:s3/bucketNotification:BucketNotification",
    "notification",
    bucket=PHOTOS,
    lambdaFunctions=[{"events": ["s3:ObjectCreated:*"], "lambdaFunctionArn": RESIZE}],
)
NOTIFIED = [PHOTOS, ROLE, RESIZE, NOTIFICATION]
ABOUT_NOTHING = role_policy("policy", ROLE, UNKNOWN)
UNKNOWN_DOCUMENT = role_policy("policy", ROLE, UNKNOWN, deps={"policy": [PHOTOS]})

MESSAGE = f"""\
possible loop of 2 hops: resize → photos → resize
  resize may write to photos    policy.policy
      possible: the document is known only after creation
  photos starts resize          notification.lambdaFunctions[0]
  AWS would stop it after about 16 rounds, and drop what goes round.
  break it:
  - give the notification of photos a prefix, and resize only keys outside it (policy)
  - let resize write to another bucket than photos (policy)
  - if it is meant and ends by itself: FunctionRecursionConfig Allow for resize, and its
    tag {REASON_TAG} says how"""

CALLS = """\
possible loop of 3 hops: f → sqs calls → default → f
  f may sqs:TagQueue, one of the sqs calls    f-role-policy.policy, statement 1
  sqs calls come by CloudTrail to default     made.eventPattern
      possible: no trail of the stack is known to record management events of sqs
  default starts f                            made-target.arn, rule made
  AWS would not stop it: it does not watch CloudTrail and EventBridge.
  break it:
  - leave the role of f out of the rule (anything-but in detail.userIdentity)
  - do not let f make such calls (f-role-policy)
  - if it is meant and ends by itself: FunctionRecursionConfig Allow for f, and its tag
    palisade:loop-reason says how"""


def recorded_calls(**trail):
    p = Program(known=True)
    worker = p.function("f", p.may("sqs:TagQueue", "*"))
    p.rule("made", None, {"source": ["aws.sqs"]}, worker)
    p.make("aws:cloudtrail/trail:Trail", "trail", **trail)
    return p.resources


CASES = [
    ("nothing there", [], []),
    ("recorded calls", recorded_calls(enableLogging=False), [CALLS]),
    ("recorded for certain", recorded_calls(), []),
    ("unknown document", [*NOTIFIED, UNKNOWN_DOCUMENT], [MESSAGE]),
    ("unknown document about nothing", [*NOTIFIED, ABOUT_NOTHING], []),
    ("no document", NOTIFIED, []),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_event_flow_maybe_in_a_circle(name, resources, expected):
    assert run_rule(rule, resources) == expected


def test_a_certain_loop_is_not_said_again():
    p = Program(known=False)
    jobs = p.queue("jobs")
    p.starts(jobs, p.function("worker", p.may("sqs:SendMessage", jobs)))
    assert run_rule(rule, p.resources) == []


def test_a_possible_loop_is_no_finding_of_the_strict_rule():
    resources = [*NOTIFIED, UNKNOWN_DOCUMENT]
    assert run_rule(event_flow_in_a_circle, resources) == []


def test_a_filter_over_what_a_message_holds_leaves_it_open():
    p = Program(known=True)
    news = p.topic("news")
    worker = p.function("worker", p.may("sns:Publish", news))
    p.subscription(news, worker, filterPolicy='{"kind": ["new"]}')
    (message,) = run_rule(rule, p.resources)
    assert "possible: news [filtered] may let it through or not" in message
