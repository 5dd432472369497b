import pytest

from policies.core import UNKNOWN
from policies.rules.functions.destination_not_allowed import destination_not_allowed
from tests.support.builders import (
    allow,
    arn,
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

ROLE = role("r")
F, FAILED = function("f", role=ROLE), queue("failed")
NAMED = arn("sqs", "failed")


def async_to(to, end="onFailure", **props):
    given = {"functionName": F, "destinationConfig": {end: {"destination": to}}, **props}
    type_ = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
    return [ROLE, F, FAILED, resource(type_, "config", **given)]


def may(*actions, on="*"):
    return role_policy("p", ROLE, policy_text(allow(list(actions), on)))


def managed(by):
    type_ = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    return resource(type_, "a", role=ROLE, policyArn=by)


LACKS = ["sends to failed by sqs:SendMessage, and r does not allow it"]
DEAD = function("f", role=ROLE, deadLetterConfig={"targetArn": FAILED})
FEED = mapping("m", source=arn("kinesis", "stream/s"), target=F,
               destinationConfig={"onFailure": {"destinationArn": bucket("kept")}})  # fmt: skip
CASES = [
    ("nothing there", [], []),
    ("no destination", [ROLE, F], []),
    ("allowed", [*async_to(FAILED), may("sqs:SendMessage")], []),
    ("allowed by a pattern", [*async_to(FAILED), may("sqs:*")], []),
    ("not allowed", [*async_to(FAILED), may("logs:PutLogEvents")], LACKS),
    ("no policy at all", async_to(FAILED), LACKS),
    ("a result", async_to(FAILED, "onSuccess"), LACKS),
    ("a dead-letter queue", [ROLE, FAILED, DEAD], LACKS),
    ("a bucket for a stream's failures", [ROLE, F, bucket("kept"), FEED],
     ["sends to kept by s3:PutObject, and r does not allow it"]),
    ("known, allowed", [*async_to(NAMED), may("sqs:SendMessage", on=NAMED)], []),
    ("known, another allowed", [*async_to(NAMED), may("sqs:SendMessage", on=arn("sqs", "jobs"))],
     ["sends to failed by sqs:SendMessage, and r allows it on others only"]),
    ("a role of another stack", [function("f", role="arn:aws:iam::123456789012:role/x"),
     *async_to(FAILED)[2:]], []),
    ("a function of another stack", async_to(FAILED, functionName="other"), []),
    ("a policy of AWS", [*async_to(FAILED), managed("arn:aws:iam::aws:policy/AmazonSQSFullAccess")],
     ["undecided: policyArn is arn:aws:iam::aws:policy/AmazonSQSFullAccess"]),
    ("a policy of AWS for logs", [*async_to(FAILED), managed(
        "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")], LACKS),
    ("policy unknown", [*async_to(FAILED), role_policy("p", ROLE, UNKNOWN)],
     ["undecided: policy is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_destination_not_allowed(name, resources, expected):
    assert run_rule(destination_not_allowed, resources) == expected
