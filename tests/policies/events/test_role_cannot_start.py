import pytest

from policies.core import UNKNOWN
from policies.rules.events.role_cannot_start import role_cannot_start
from tests.support.builders import (
    allow,
    arn,
    function,
    policy_text,
    queue,
    resource,
    role,
    role_policy,
)
from tests.support.findings import run_rule

EVENTS, SCHEDULER, PIPES = (f"{name}.amazonaws.com" for name in ("events", "scheduler", "pipes"))
STEPS = resource("aws:sfn/stateMachine:StateMachine", "steps")
API = resource("aws:appsync/graphQLApi:GraphQLApi", "api")
CLICKS = resource("aws:kinesis/stream:Stream", "clicks")
JOBS, JOB = queue("jobs"), function("job")
FAR = arn("states", "stateMachine:far")


def may(who, *statements):
    return role_policy("p", who, policy_text(*statements) if statements else UNKNOWN)


def target(to, service=EVENTS, *statements, given=True):
    who = role("starter", service)
    one = resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule="r", arn=to, roleArn=who)
    return [STEPS, API, JOBS, JOB, who, one, *([may(who, *statements)] if given else [])]


def schedule(to, service=SCHEDULER, *statements, **config):
    who = role("starter", service)
    config = {"arn": to, "roleArn": who, **config}
    one = resource("aws:scheduler/schedule:Schedule", "s", target=config)
    return [JOBS, JOB, who, one, may(who, *statements)]


def pipe(source, to, *statements):
    who = role("starter", PIPES)
    one = resource("aws:pipes/pipe:Pipe", "p", source=source, target=to, roleArn=who)
    return [CLICKS, JOBS, JOB, who, one, may(who, *statements)]


START = allow("states:StartExecution")
NO_START = ["needs states:StartExecution on steps; starter does not allow it"]
QUEUE_READS = allow(["sqs:ReceiveMessage", "sqs:DeleteMessage"])
API_ARN = arn("appsync", "apis/abc/types/Mutation/fields/send")
ENDPOINT = arn("appsync", "endpoints/graphql-api/def")

CASES = [
    ("nothing there", [], []),
    (
        "no role",
        [JOB, resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule="r", arn=JOB)],
        [],
    ),
    ("allowed", target(STEPS, EVENTS, START), []),
    ("a role without any policy", target(STEPS, given=False), NO_START),
    ("allowed something else", target(STEPS, EVENTS, allow("states:StopExecution")), NO_START),
    (
        "trusts another",
        target(STEPS, PIPES, START),
        ["starter does not trust events.amazonaws.com"],
    ),
    ("by ARN", target(FAR, EVENTS, allow("states:*", FAR)), []),
    (
        "allowed elsewhere",
        target(FAR, EVENTS, allow("states:*", arn("states", "stateMachine:near"))),
        [f"needs states:StartExecution on {FAR}; starter allows it on another ARN"],
    ),
    ("AppSync", target(API, EVENTS, allow("appsync:GraphQL", API_ARN)), []),
    (
        "AppSync by its endpoint",
        target(ENDPOINT, EVENTS, allow("appsync:GraphQL", ENDPOINT)),
        [f"needs appsync:GraphQL on {ENDPOINT}; starter allows it on another ARN"],
    ),
    ("a schedule", schedule(JOB, SCHEDULER, allow("lambda:InvokeFunction")), []),
    (
        "a schedule that may nothing of use",
        schedule(JOB, SCHEDULER, allow("lambda:GetFunction")),
        ["needs lambda:InvokeFunction on job; starter does not allow it"],
    ),
    (
        "a schedule with a rule's role",
        schedule(JOBS, EVENTS, allow("sqs:SendMessage")),
        ["starter does not trust scheduler.amazonaws.com"],
    ),
    (
        "a schedule that may not send to its dead-letter queue",
        schedule(JOB, SCHEDULER, allow("lambda:*"), deadLetterConfig={"arn": JOBS}),
        ["needs sqs:SendMessage on jobs; starter does not allow it"],
    ),
    (
        "a schedule whose input may name anything",
        schedule(JOB, SCHEDULER, allow("lambda:*"), input=UNKNOWN, deadLetterConfig={"arn": JOBS}),
        [],
    ),
    ("a pipe", pipe(JOBS, JOB, QUEUE_READS, allow("lambda:InvokeFunction")), []),
    (
        "a pipe that may not delete",
        pipe(JOBS, JOB, allow(["sqs:ReceiveMessage", "lambda:InvokeFunction"])),
        ["needs sqs:DeleteMessage on jobs; starter does not allow it"],
    ),
    (
        "a pipe that may not read",
        pipe(CLICKS, JOBS, allow(["kinesis:GetRecords", "sqs:SendMessage"])),
        ["needs kinesis:GetShardIterator on clicks; starter does not allow it"],
    ),
    (
        "a role of another stack",
        [
            resource(
                "aws:cloudwatch/eventTarget:EventTarget",
                "t",
                rule="r",
                arn=FAR,
                roleArn="arn:aws:iam::123456789012:role/far",
            )
        ],
        [],
    ),
    ("policy unknown", target(STEPS), ["undecided: policy is not known at preview"]),
    ("target unknown", target(UNKNOWN, EVENTS, START), ["undecided: arn is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_role_cannot_start(name, resources, expected):
    assert run_rule(role_cannot_start, resources) == expected
