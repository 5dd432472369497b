import pytest

from policies.core import UNKNOWN
from policies.rules.apis.service_passthrough import raw_bodies
from tests.support.apis import http_integration, rest_integration
from tests.support.findings import run_rule

NOT_NEVER = "passthroughBehavior is {}, expected NEVER"

CASES = [
    ("nothing there", [], []),
    ("template and NEVER", [rest_integration("sqs:SendMessage")], []),
    (
        "the default passes bodies on",
        [rest_integration("sqs:SendMessage", passthroughBehavior=None)],
        [NOT_NEVER.format("WHEN_NO_MATCH")],
    ),
    (
        "when there are no templates",
        [rest_integration("sqs:SendMessage", passthroughBehavior="WHEN_NO_TEMPLATES")],
        [NOT_NEVER.format("WHEN_NO_TEMPLATES")],
    ),
    (
        "no template",
        [rest_integration("sqs:SendMessage", requestTemplates=None)],
        ["has no request template"],
    ),
    ("a function", [rest_integration("lambda:x", passthroughBehavior=None)], []),
    ("an HTTP API maps parameters", [http_integration("SQS-SendMessage")], []),
    (
        "behaviour unknown",
        [rest_integration("sqs:SendMessage", passthroughBehavior=UNKNOWN)],
        ["undecided: passthroughBehavior is not known at preview"],
    ),
    (
        "templates unknown",
        [rest_integration("sqs:SendMessage", requestTemplates=UNKNOWN)],
        ["undecided: requestTemplates is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_raw_bodies(name, resources, expected):
    assert run_rule(raw_bodies, resources) == expected
