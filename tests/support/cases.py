"""The cases of every rule, as its own test file has them."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

from policies.core import Rule
from tests.support.findings import Case


def module_of(rule: Rule) -> ModuleType | None:
    """`iam-wildcard-action` -> the module `tests.policies.iam.test_wildcard_action`, if any."""
    _, _, domain, name = rule.check.__module__.split(".")
    module = f"tests.policies.{domain}.test_{name}"
    return importlib.import_module(module) if importlib.util.find_spec(module) else None


def cases_of(rule: Rule) -> list[Case]:
    """Its `CASES`: (name, resources, expected messages); `test_rules` says where they miss."""
    return list(getattr(module_of(rule), "CASES", ()))
