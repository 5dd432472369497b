"""Which environment a stack is."""

from __future__ import annotations

from policies.view import Stack, View

UNSHARED = ("dev", "development", "test", "sandbox")
"""Names of environments that nobody depends on."""


def environment_of(stack: Stack | None) -> str:
    """The environment's name; empty where the stack does not say."""
    for root in stack.typed("palisade:index:Environment") if stack else ():
        name = View(root).peek("environment")
        if isinstance(name, str):
            return name
    return ""
