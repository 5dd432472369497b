import pytest

from policies.core import UNKNOWN
from policies.rules.events.target_not_allowed import target_not_allowed
from tests.support.builders import allow, function, policy_text, queue, resource, topic
from tests.support.findings import run_rule

WORKER = function("worker")
JOBS = queue("jobs")
NEWS = topic("news")
GROUP = resource("aws:cloudwatch/logGroup:LogGroup", "log", name="/aws/events/log")
EVENTS = "events.amazonaws.com"


def target(to, **props):
    return resource(
        "aws:cloudwatch/eventTarget:EventTarget", "t", **{"arn": to, "rule": "r", **props}
    )


def permission(principal=EVENTS, action="lambda:InvokeFunction", of=WORKER, **props):
    given = {"principal": principal, "action": action, "function": of, **props}
    return resource("aws:lambda/permission:Permission", "p", **given)


def event_rule(name):
    return resource("aws:cloudwatch/eventRule:EventRule", name, name=name)


NIGHTLY, HOURLY = event_rule("nightly"), event_rule("hourly")
ALIAS = resource("aws:lambda/alias:Alias", "live", name="live", functionName=WORKER)


def written(action, service=EVENTS):
    return policy_text(allow(action, "*", Principal={"Service": service}))


def queue_policy(text, of=JOBS):
    return resource("aws:sqs/queuePolicy:QueuePolicy", "qp", queueUrl=of, policy=text)


def group_policy(text):
    return resource("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "lp", policyDocument=text)


CASES = [
    ("nothing there", [], []),
    (
        "function without permission",
        [WORKER, target(WORKER)],
        ["worker does not let EventBridge in (lambda:InvokeFunction)"],
    ),
    ("function with permission", [WORKER, permission(), target(WORKER)], []),
    (
        "permission for another service",
        [WORKER, permission("s3.amazonaws.com"), target(WORKER)],
        ["worker does not let EventBridge in (lambda:InvokeFunction)"],
    ),
    (
        "permission for another function",
        [WORKER, function("other"), permission(of=function("other")), target(WORKER)],
        ["worker does not let EventBridge in (lambda:InvokeFunction)"],
    ),
    (
        "permission for the rule",
        [WORKER, NIGHTLY, permission(sourceArn=NIGHTLY), target(WORKER, rule=NIGHTLY)],
        [],
    ),
    (
        "permission for another rule",
        [WORKER, NIGHTLY, HOURLY, permission(sourceArn=HOURLY), target(WORKER, rule=NIGHTLY)],
        ["worker does not let EventBridge in (lambda:InvokeFunction): p is for another source"],
    ),
    (
        "permission for another rule, by its ARN",
        [
            WORKER,
            permission(sourceArn="arn:aws:events:eu-west-1:123456789012:rule/hourly"),
            target(WORKER, rule="nightly"),
        ],
        ["worker does not let EventBridge in (lambda:InvokeFunction): p is for another source"],
    ),
    (
        "alias, and the function lets it in",
        [WORKER, ALIAS, permission(), target(ALIAS)],
        [
            "worker does not let EventBridge in (lambda:InvokeFunction): "
            "p is for worker, and worker:live is called"
        ],
    ),
    ("alias that lets it in", [WORKER, ALIAS, permission(qualifier="live"), target(ALIAS)], []),
    (
        "queue without policy",
        [JOBS, target(JOBS)],
        ["jobs does not let EventBridge in (sqs:SendMessage)"],
    ),
    ("queue with policy", [JOBS, queue_policy(written("sqs:SendMessage")), target(JOBS)], []),
    (
        "queue with a policy for a topic",
        [JOBS, queue_policy(written("sqs:SendMessage", "sns.amazonaws.com")), target(JOBS)],
        ["jobs does not let EventBridge in (sqs:SendMessage)"],
    ),
    (
        "queue with its policy inside",
        [
            queue("jobs", policy=written("sqs:*")),
            target(queue("jobs", policy=written("sqs:*"))),
        ],
        [],
    ),
    (
        "topic without policy",
        [NEWS, target(NEWS)],
        ["news does not let EventBridge in (sns:Publish)"],
    ),
    (
        "log group without policy",
        [GROUP, target(GROUP)],
        ["log does not let EventBridge in (logs:PutLogEvents)"],
    ),
    ("log group with one", [GROUP, group_policy(written("logs:*")), target(GROUP)], []),
    ("queue through a role", [JOBS, target(JOBS, roleArn=UNKNOWN)], []),
    ("target of another stack", [target("arn:aws:sqs:eu-west-1:123456789012:jobs")], []),
    (
        "policy unknown",
        [JOBS, queue_policy(UNKNOWN), target(JOBS)],
        ["undecided: policy is not known at preview"],
    ),
    (
        "principal unknown",
        [WORKER, permission(UNKNOWN), target(WORKER)],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_target_not_allowed(name, resources, expected):
    assert run_rule(target_not_allowed, resources) == expected
