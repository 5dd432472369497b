import pytest

from policies.core import UNKNOWN
from policies.rules.events.global_source_elsewhere import global_source_elsewhere
from tests.support.builders import arn, environment, resource
from tests.support.findings import run_rule

AT_HOME = environment(region="us-east-1")
IRELAND = environment(region="eu-west-1")
FAULT = ["waits for aws.organizations in eu-west-1; they come in us-east-1"]
ORGANIZATIONS = '{"source": ["aws.organizations"]}'


def rule(pattern: object = ORGANIZATIONS, **props):
    return resource("aws:cloudwatch/eventRule:EventRule", "r", eventPattern=pattern, **props)


def provider(name, region):
    return resource("pulumi:providers:aws", name, region=region)


CASES = [
    ("nothing there", [IRELAND], []),
    ("in the right region", [AT_HOME, rule()], []),
    ("in another", [IRELAND, rule()], FAULT),
    ("its own region counts", [IRELAND, rule(region="us-east-1")], []),
    ("by the ARN", [rule(arn=arn("events", "rule/r"))], FAULT),
    ("by the provider", [provider("default", "eu-west-1"), rule()], FAULT),
    (
        "two providers do not agree",
        [provider("default", "eu-west-1"), provider("us", "us-east-1"), rule()],
        ["undecided: region is not clear from the stack"],
    ),
    ("in China", [environment(region="cn-north-1"), rule()], []),
    ("a regional service", [IRELAND, rule('{"source": ["aws.s3"]}')], []),
    ("both kinds", [IRELAND, rule('{"source": ["aws.iam", "aws.s3"]}')], []),
    ("a schedule", [IRELAND, rule(None)], []),
    (
        "forwarded from there",
        [
            IRELAND,
            rule(),
            resource("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "p", eventBusName="default"),
        ],
        [],
    ),
    (
        "pattern unknown",
        [IRELAND, rule(UNKNOWN)],
        ["undecided: eventPattern is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_global_source_elsewhere(name, resources, expected):
    assert run_rule(global_source_elsewhere, resources) == expected
