"""Run a rule over a few resources and see what it says."""

from __future__ import annotations

from collections.abc import Sequence

from policies.core import Rule
from policies.view import Resource, Stack

Case = tuple[str, Sequence[Resource], Sequence[str]]
"""Name of the case, resources (parents first), expected messages in order."""


def run_rule(rule: Rule, resources: Sequence[Resource]) -> list[str]:
    """The messages of `rule` over `resources`, with `undecided: …` for what stayed open."""
    return [outcome.message for outcome in rule.run(Stack(resources))]
