import pytest

from policies.core import UNKNOWN
from policies.rules.data.idle_crawler import idle_crawler
from tests.support.builders import allow, policy_text, resource, role, role_policy
from tests.support.findings import run_rule

ROLE = role("starter")
FAULT = ["has no schedule, and nothing in this stack starts it"]


def crawler(**props):
    return resource("aws:glue/crawler:Crawler", "tables", name="tables-1", **props)


def trigger(name):
    return resource("aws:glue/trigger:Trigger", "t", actions=[{"crawlerName": name}])


def may(action):
    return [ROLE, role_policy("p", ROLE, policy_text(allow(action)))]


CASES = [
    ("nothing there", [], []),
    ("by a schedule", [crawler(schedule="cron(0 1 * * ? *)")], []),
    ("by nothing", [crawler()], FAULT),
    ("by a trigger", [crawler(), trigger("tables-1")], []),
    ("by a trigger that refers to it", [crawler(), trigger(crawler())], []),
    ("a trigger of another", [crawler(), trigger("other")], FAULT),
    ("by code", [crawler(), *may("glue:StartCrawler")], []),
    ("a role that only looks", [crawler(), *may("glue:GetCrawler")], FAULT),
    (
        "a policy unknown",
        [crawler(), ROLE, role_policy("p", ROLE, UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_idle_crawler(name, resources, expected):
    assert run_rule(idle_crawler, resources) == expected
