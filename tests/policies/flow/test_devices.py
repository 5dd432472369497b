"""Cognito, SES and IoT."""

from tests.policies.flow.shared import before_and_after, edges, loops, programs, unfollowed
from tests.support.builders import arn
from tests.support.program import Program


def topic_rule(p, **actions):
    return p.make(
        "aws:iot/topicRule:TopicRule",
        "incoming",
        enabled=True,
        sql="SELECT * FROM 'a/#'",
        **actions,
    )


def device_messages_that_come_back(p):
    worker = p.function("f", p.may("iot:Publish", arn("iot", "topic"), "/a/b"))
    topic_rule(p, lambdas=[{"functionArn": worker}])


def device_messages_into_a_queue(p):
    jobs = p.queue("jobs")
    p.starts(jobs, p.function("f", p.may("iot:Publish", arn("iot", "topic"), "/a/b")))
    address = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"
    topic_rule(p, sqs=[{"queueUrl": address, "roleArn": p.role("rule-role")}])


def rule_that_is_switched_off(p):
    worker = p.function("f", p.may("iot:Publish", arn("iot", "topic"), "/a/b"))
    p.make(
        "aws:iot/topicRule:TopicRule", "incoming", enabled=False, lambdas=[{"functionArn": worker}]
    )


CASES = [
    (device_messages_that_come_back, ["? f → messages → incoming"]),
    (device_messages_into_a_queue, ["? f → messages → incoming → jobs"]),
    (rule_that_is_switched_off, []),
]


@programs(CASES)
def test_loops(write, expected):
    assert loops(write) == expected


@before_and_after
def test_a_user_pool_starts_its_triggers(known):
    p = Program(known)
    first, second = p.function("first"), p.function("second")
    config = {"preSignUp": first, "preTokenGenerationConfig": {"lambdaArn": second}}
    if not known:
        config = {"preSignUp": first}
    p.make("aws:cognito/userPool:UserPool", "users", lambdaConfig=config)
    expected = [("users", "starts", "first"), ("users", "starts", "second")]
    assert edges(p) == expected[: 2 if known else 1]


def test_mail_starts_functions_and_lands_in_buckets():
    p = Program(known=True)
    mails, read = p.bucket("mails"), p.function("read")
    p.make(
        "aws:ses/receiptRule:ReceiptRule",
        "incoming",
        s3Actions=[{"bucketName": "mails", "position": 1}],
        lambdaActions=[{"functionArn": read, "position": 2}],
        deps={"s3Actions": [mails]},
    )
    assert edges(p) == [("incoming", "starts", "read"), ("incoming", "delivers to", "mails")]


def test_actions_that_nobody_follows_are_listed():
    p = Program(known=True)
    topic_rule(p, republishes=[{"topic": "other"}])
    assert unfollowed(p) == {"republishes of an IoT rule": 1}
