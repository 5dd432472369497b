"""What Pulumi is told of each rule: taken from its card, so nothing is written twice."""

from __future__ import annotations

import re

from policies.core import Rule

PACK = "palisade"
VERSION = "0.1.0"
"""Shown only where the engine has not read PulumiPolicy.yaml, which says the same."""
DISPLAY_NAME = "Palisade guardrails"
DESCRIPTION = "Guardrails for AWS serverless architectures, decided at preview where possible."
FRAMEWORK = "AWS Foundational Security Best Practices"
SUMMARY_DESCRIPTION = "What this run left undecided, and which exemptions are in force."


def description(rule: Rule) -> str:
    return f"{rule.card.title}. {rule.card.why}"


def tags(rule: Rule) -> list[str]:
    return ["aws", rule.id.partition("-")[0]]


def framework(rule: Rule) -> str:
    """The control of AWS Security Hub that the rule is from, e.g. `SQS.1`; empty if none."""
    found = re.search(r"Security Hub ([A-Za-z0-9]+\.[0-9]+)", rule.card.source)
    return found[1] if found else ""


def url(rule: Rule) -> str:
    """The document that the rule is from, where it is one."""
    return next((word for word in rule.card.source.split() if word.startswith("https://")), "")
