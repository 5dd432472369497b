"""VPC links in tests: hops between security groups, read, and what guardrails say of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.support import guardrails
from tests.support.recorder import Deployed

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
    return guardrails.verdicts(kind, settings, preview=preview, answers=hosts("it"))


def hosts(name: str) -> dict[str, dict[str, str]]:
    """DNS names of the balancers made by the architecture `name`, for `answers`."""
    return {f"{name}-{kind}": {"dnsName": f"{kind}.elb.amazonaws.com"} for kind in ("alb", "nlb")}
