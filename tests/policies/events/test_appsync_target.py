import pytest

from policies.core import UNKNOWN
from policies.rules.events.appsync_target import appsync_target
from tests.support.builders import arn, resource
from tests.support.findings import run_rule

ENDPOINT = arn("appsync", "endpoints/graphql-api/abc")
CALL = {"graphqlOperation": "mutation M { m }"}


def api(kind="AWS_IAM", **props):
    return resource("aws:appsync/graphQLApi:GraphQLApi", "board", authenticationType=kind, **props)


def target(to, role="arn:aws:iam::123456789012:role/r", call=CALL):
    return resource(
        "aws:cloudwatch/eventTarget:EventTarget", "t", arn=to, roleArn=role, appsyncTarget=call
    )


def unknown(of):
    return [
        of,
        resource(
            "aws:cloudwatch/eventTarget:EventTarget",
            "t",
            arn=UNKNOWN,
            roleArn=UNKNOWN,
            appsyncTarget=CALL,
            deps={"arn": [of]},
        ),
    ]


CASES = [
    ("nothing there", [], []),
    ("another target", [target(arn("sqs", "jobs"), role=None, call=None)], []),
    ("as it should be", unknown(api()), []),
    ("by ARN", [target(ENDPOINT)], []),
    (
        "the API's own ARN",
        [target(arn("appsync", "apis/abc"))],
        ["names the API; an AppSync target is :endpoints/graphql-api/ and the endpoint's id"],
    ),
    (
        "no role",
        [target(ENDPOINT, role=None)],
        ["has no roleArn: EventBridge calls AppSync with a role"],
    ),
    (
        "no operation",
        [target(ENDPOINT, call=None)],
        ["has no appsyncTarget.graphqlOperation to call"],
    ),
    ("only keys", unknown(api("API_KEY")), ["board takes no AWS_IAM callers"]),
    (
        "keys first, IAM too",
        unknown(
            api("API_KEY", additionalAuthenticationProviders=[{"authenticationType": "AWS_IAM"}])
        ),
        [],
    ),
    (
        "private",
        unknown(api(visibility="PRIVATE")),
        ["board is PRIVATE, where EventBridge does not reach it"],
    ),
    (
        "authentication unknown",
        unknown(api(UNKNOWN)),
        ["undecided: authenticationType is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_appsync_target(name, resources, expected):
    assert run_rule(appsync_target, resources) == expected
