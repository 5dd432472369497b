import pytest

from policies.core import UNKNOWN
from policies.rules.events.whole_service import whole_service
from tests.support.builders import arn, function, resource
from tests.support.findings import run_rule

WORKER = function("worker")


def pair(pattern, to: object = WORKER, **props):
    rule = resource(
        "aws:cloudwatch/eventRule:EventRule", "r", name="r-1", eventPattern=pattern, **props
    )
    target = resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule=rule, arn=to)
    return [WORKER, rule, target]


S3 = '{"source": ["aws.s3"]}'
FAULT = ["takes all events of aws.s3 and starts t"]

CASES = [
    ("nothing there", [], []),
    ("a source and no more", pair(S3), FAULT),
    (
        "all of AWS",
        pair('{"source": [{"prefix": "aws."}]}'),
        ["takes all events of aws. and starts t"],
    ),
    ("an account does not narrow", pair('{"source": ["aws.s3"], "account": ["1"]}'), FAULT),
    ("a detail-type does", pair('{"source": ["aws.s3"], "detail-type": ["Object Created"]}'), []),
    ("a resource does", pair('{"source": ["aws.s3"], "resources": ["b"]}'), []),
    ("one's own events", pair('{"source": ["shop"]}'), []),
    ("a partner's", pair('{"source": ["aws.partner/shop.com/1"]}'), []),
    ("all of Health is meant", pair('{"source": ["aws.health"]}'), []),
    ("a log keeps all", pair(S3, arn("logs", "log-group:/aws/events/all")), []),
    ("a rule that is switched off", pair(S3, state="DISABLED"), []),
    ("a rule of another stack", pair(S3)[2:], []),
    ("a source that is compared otherwise", pair('{"source": [{"anything-but": "a"}]}'), []),
    ("unknown", pair(UNKNOWN), ["undecided: eventPattern is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_whole_service(name, resources, expected):
    assert run_rule(whole_service, resources) == expected
