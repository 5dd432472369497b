"""VPC links in tests: hops between security groups, read, and what guardrails say of all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from components.environment import Environment
from policies.registry import all_rules, rule_ids
from tests.support.guardrails import BASE
from tests.support.recorder import Deployed, deploy, policies_view

SERVERS = {
    "target_group_arn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/b",
    "security_group_id": "sg-servers",
    "port": 8080,
}
CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/a"


def hops(deployed: Deployed, direction: str) -> list[tuple[str, str, int]]:
    """(from, to, port) of every rule between groups; direction: `Egress` or `Ingress`."""
    type_ = f"securityGroup{direction}Rule:SecurityGroup{direction}Rule"
    found = []
    for rule in deployed.of(type_).values():
        here, other = rule["securityGroupId"], rule.get("referencedSecurityGroupId", "")
        pair = (here, other) if direction == "Egress" else (other, here)
        found.append((*pair, rule["fromPort"]))
    return sorted(found)


def verdicts(kind: str, settings: Mapping[str, Any], *, preview: bool) -> list[str]:
    """All findings and open checks over one architecture where somebody hears its alarms."""
    config = {
        **BASE,
        "palisade:settings": json.dumps({"alarm_email": "platform@example.com"}),
        "palisade:architectures": json.dumps({"it": {"kind": kind, **settings}}),
    }
    deployed = deploy(
        lambda: Environment.from_config(rule_ids()),
        preview=preview,
        config=config,
        answers=hosts("it"),
    )
    stack = policies_view(deployed)
    return [f"{rule.id}: {outcome}" for rule in all_rules() for outcome in rule.run(stack)]


def hosts(name: str) -> dict[str, dict[str, str]]:
    """DNS names of the balancers made by the architecture `name`, for `answers`."""
    return {f"{name}-{kind}": {"dnsName": f"{kind}.elb.amazonaws.com"} for kind in ("alb", "nlb")}
