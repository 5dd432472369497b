import pytest

from policies.core import UNKNOWN
from policies.rules.functions.plaintext_webhook import plaintext_webhook
from tests.support.builders import function
from tests.support.findings import run_rule

SLACK = "https://hooks.slack.com/services/T000/B000/abc"


def calling(**variables):
    return [function("alert", environment={"variables": variables})]


CASES = [
    ("nothing there", [], []),
    ("no environment", [function("alert")], []),
    ("Slack", calling(HOOK=SLACK), ["HOOK holds the address of a Slack webhook"]),
    (
        "Teams",
        calling(URL="https://shop.webhook.office.com/webhookb2/1"),
        ["URL holds the address of a Teams webhook"],
    ),
    (
        "Discord",
        calling(URL="https://discord.com/api/webhooks/12/x"),
        ["URL holds the address of a Discord webhook"],
    ),
    ("where it is kept", calling(HOOK_SECRET_ARN="arn:aws:secretsmanager:e:1:secret:hook"), []),
    ("the service's site", calling(DOCS="https://hooks.slack.com/"), []),
    ("a value unknown", calling(HOOK=UNKNOWN), []),
    (
        "all unknown",
        [function("alert", environment={"variables": UNKNOWN})],
        ["undecided: environment.variables is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_plaintext_webhook(name, resources, expected):
    assert run_rule(plaintext_webhook, resources) == expected
