"""What tests of rules share: the fixture that other people have, too."""

from policies.testing import guardrails

__all__ = ["guardrails"]
