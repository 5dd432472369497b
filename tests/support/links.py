"""VPC links in tests: hops between security groups, read, and what guardrails say of all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from policies.registry import all_rules
from tests.support.guardrails import in_environment
from tests.support.recorder import Deployed, policies_view

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
        "palisade:settings": json.dumps({"alarm_email": "platform@example.com"}),
        "palisade:architectures": json.dumps({"it": {"kind": kind, **settings}}),
    }
    stack = policies_view(in_environment(config, preview=preview))
    return [f"{rule.id}: {outcome}" for rule in all_rules() for outcome in rule.run(stack)]
