"""The cases of every rule, as its own test file has them."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

import pytest

from policies.core import Rule
from tests.support.findings import Case


def module_of(rule: Rule) -> ModuleType | None:
    """`iam-wildcard-action` -> the module `tests.policies.iam.test_wildcard_action`, if any."""
    _, _, domain, name = rule.check.__module__.split(".")
    module = f"tests.policies.{domain}.test_{name}"
    return importlib.import_module(module) if importlib.util.find_spec(module) else None


def set_day(monkeypatch: pytest.MonkeyPatch, rule: Rule) -> None:
    """Let `rule` run on the day of its cases (`TODAY`), where its test file names one."""
    day = getattr(module_of(rule), "TODAY", None)
    if day is not None:
        module = importlib.import_module(rule.check.__module__)
        monkeypatch.setattr(module, "today_utc", lambda: day)


def cases_of(rule: Rule) -> list[Case]:
    """Its `CASES`: (name, resources, expected messages); `test_rules` says where they miss."""
    return list(getattr(module_of(rule), "CASES", ()))
