"""Which environment a stack is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from policies.view import Stack, View

ENVIRONMENT = "palisade:index:Environment"
"""Type of the root component, which has the inputs `environment` and `exemptions`."""
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
    """The environment's name, as the root component says; empty where none does."""
    return stack.once(_said) if stack else ""


def _said(stack: Stack) -> str:
    names = (View(root).peek("environment") for root in stack.typed(ENVIRONMENT))
    return next((name for name in names if isinstance(name, str) and name), "")
