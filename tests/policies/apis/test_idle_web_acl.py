import pytest

from policies.core import UNKNOWN
from policies.rules.apis.idle_web_acl import idle_web_acl
from tests.support.builders import resource
from tests.support.findings import run_rule

ALLOW = {"allow": {}}
BLOCKING = {"name": "rate", "action": {"block": {}}}
COUNTING = {"name": "rate", "action": {"count": {}}}
GROUP = {"name": "common", "overrideAction": {"none": {}}}
COUNTED = {"name": "common", "overrideAction": {"count": {}}}
FAULT = ["allows by default and has only rules that count or allow"]


def acl(*rules, default=ALLOW, **props):
    return resource(
        "aws:wafv2/webAcl:WebAcl", "a", defaultAction=default, rules=list(rules), **props
    )


CASES = [
    ("nothing there", [], []),
    ("no rules", [acl()], ["allows by default and has no rules"]),
    ("one blocks", [acl(COUNTING, BLOCKING)], []),
    ("all count", [acl(COUNTING, COUNTED)], FAULT),
    ("one allows", [acl({"name": "office", "action": {"allow": {}}})], FAULT),
    ("a group of AWS's", [acl(GROUP)], []),
    ("a list of who may", [acl(COUNTING, default={"block": {}})], []),
    ("rules as JSON", [acl(ruleJson="[]")], []),
    (
        "a group from outside",
        [
            acl(),
            resource(
                "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation",
                "g",
                webAclArn=acl(),
            ),
        ],
        [],
    ),
    ("a rule unknown", [acl(UNKNOWN)], []),
    (
        "rules unknown",
        [resource("aws:wafv2/webAcl:WebAcl", "a", defaultAction=ALLOW, rules=UNKNOWN)],
        ["undecided: rules is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_idle_web_acl(name, resources, expected):
    assert run_rule(idle_web_acl, resources) == expected
