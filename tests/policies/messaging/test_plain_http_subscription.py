import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.plain_http_subscription import plain_http_subscription
from tests.support.builders import resource
from tests.support.findings import run_rule


def subscription(protocol):
    return [resource("aws:sns/topicSubscription:TopicSubscription", "s", protocol=protocol)]


CASES = [
    ("nothing there", [], []),
    ("HTTP", subscription("http"), ["its protocol is http"]),
    ("HTTPS", subscription("https"), []),
    ("a queue", subscription("sqs"), []),
    ("unknown", subscription(UNKNOWN), ["undecided: protocol is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_plain_http_subscription(name, resources, expected):
    assert run_rule(plain_http_subscription, resources) == expected
