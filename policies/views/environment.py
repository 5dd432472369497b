"""Which environment a stack is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from policies.view import Stack, View

PRODUCTION = ("prod", "production", "live")
"""Names of environments that people outside depend on."""
UNSHARED = ("dev", "development", "test", "sandbox")
"""Names of environments that nobody depends on."""


def environments(names: Sequence[str], description: str) -> dict[str, Any]:
    """The schema of a rule's setting that lists environments; `names` where nobody sets it."""
    return {
        "type": "array",
        "items": {"type": "string"},
        "default": list(names),
        "description": description,
    }


def environment_of(stack: Stack | None) -> str:
    """The environment's name; empty where the stack does not say."""
    for root in stack.typed("palisade:index:Environment") if stack else ():
        name = View(root).peek("environment")
        if isinstance(name, str):
            return name
    return ""
