"""What guardrails say of one architecture in an environment, without the engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from components.environment import Environment
from policies.registry import all_rules, rule_ids
from tests.support.recorder import Deployed, deploy, policies_view

BASE = {
    "aws:region": "eu-west-1",
    "palisade:environment": "dev",
    "palisade:account": "123456789012",
}


Answers = Mapping[str, Mapping[str, Any]]


def in_environment(
    config: Mapping[str, str], *, preview: bool = False, answers: Answers | None = None
) -> Deployed:
    """What the stack file with this configuration (objects as JSON text) registers."""
    return deploy(
        lambda: Environment.from_config(rule_ids()),
        preview=preview,
        config={**BASE, **config},
        answers=answers,
    )


def verdicts(
    kind: str,
    settings: Mapping[str, Any],
    *,
    preview: bool = False,
    answers: Answers | None = None,
) -> list[str]:
    """All findings and open checks over one architecture (`apis` where `kind` names no domain)."""
    one = {"it": {"kind": kind if "/" in kind else f"apis/{kind}", **settings}}
    config = {
        "palisade:architectures": json.dumps(one),
        "palisade:settings": json.dumps({"alarm_email": "platform@example.com"}),
    }
    deployed = in_environment(config, preview=preview, answers=answers)
    stack = policies_view(deployed)
    return [f"{rule.id}: {outcome}" for rule in all_rules() for outcome in rule.run(stack)]
