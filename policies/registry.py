"""All rules: found by walking `policies/rules`, so there is no list to edit."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path

from policies.core import Rule, rule_id

RULES = Path(__file__).parent / "rules"


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by id. A file without its rule is an error: a guardrail must not be lost."""
    rules = []
    for path in sorted(RULES.glob("*/*.py")):
        if path.stem == "__init__":
            continue
        module = importlib.import_module(f"policies.rules.{path.parent.name}.{path.stem}")
        found = [
            item
            for item in vars(module).values()
            if isinstance(item, Rule) and item.id == rule_id(module.__name__)
        ]
        if len(found) != 1:
            raise TypeError(f"{path}: holds {len(found)} rules under @rule, expected one")
        rules += found
    return tuple(sorted(rules, key=lambda rule: rule.id))


@cache
def rule_ids() -> frozenset[str]:
    return frozenset(rule.id for rule in all_rules())
