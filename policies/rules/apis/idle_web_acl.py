"""A web ACL that stops nobody."""

from collections.abc import Iterator
from typing import Any

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.web_acl import AddedRule, WebAcl

STOPPING = ("block", "captcha", "challenge")


@rule(
    severity=Severity.LOW,
    title="A web ACL stops nobody",
    why="It is paid for and looks like protection, and every request goes through.",
    fix="Let at least one rule block; count only while you learn what it would stop.",
    source="sheet 33; https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-actions.html",
)
def idle_web_acl(acl: Joined[WebAcl]) -> Iterator[Finding]:
    if acl.blocks_by_default or acl.peek("ruleJson") not in (None, ""):
        return
    rules = acl.peek("rules")
    if rules is UNKNOWN:
        raise Undecided(acl.resource, "rules")
    listed = rules if isinstance(rules, list) else []
    if any(_stops(one) for one in listed) or _has_more(acl):
        return
    what = "has only rules that count or allow" if listed else "has no rules"
    yield Finding(acl, "stops", f"allows by default and {what}")


def _stops(one: Any) -> bool:
    """Whether a rule may stop a request; one that is not known may."""
    if not isinstance(one, dict):
        return True
    action, override = one.get("action"), one.get("overrideAction")
    if action is None and override is None:
        return False
    if isinstance(action, dict):
        return any(action.get(name) is not None for name in STOPPING)
    # A group's own actions hold unless they are all overridden to count.
    return not (isinstance(override, dict) and override.get("count") is not None)


def _has_more(acl: WebAcl) -> bool:
    added = acl.stack.of(AddedRule) if acl.stack else []
    return any(acl in one.follow_all("webAclArn", WebAcl) for one in added)
