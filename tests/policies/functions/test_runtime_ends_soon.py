import importlib
from datetime import date

import pytest

from policies.core import UNKNOWN
from policies.rules.functions.runtime_ends_soon import runtime_ends_soon
from tests.support.builders import function
from tests.support.findings import run_rule


def worker(runtime):
    return [function("worker", runtime=runtime)]


@pytest.fixture(autouse=True)
def _days():
    yield
    runtime_ends_soon.configure({})


def on(monkeypatch, day):
    module = importlib.import_module("policies.rules.functions.runtime_ends_soon")
    monkeypatch.setattr(module, "today_utc", lambda: day)


TODAY = date(2026, 1, 1)
"""The day of the cases."""
CASES = [
    ("nothing there", [], []),
    ("a container image", worker(None), []),
    ("long deprecated is another rule's", worker("python3.8"), []),
    ("soon", worker("nodejs20.x"), ["nodejs20.x is deprecated from 2026-04-30 on"]),
    ("in a year", worker("nodejs22.x"), []),
    (
        "a runtime without a known end",
        worker("python4.0"),
        ["undecided: runtime is python4.0, whose end of support is not known here"],
    ),
    ("unknown", worker(UNKNOWN), ["undecided: runtime is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_runtime_ends_soon(monkeypatch, name, resources, expected):
    on(monkeypatch, TODAY)
    assert run_rule(runtime_ends_soon, resources) == expected


def test_the_days_can_be_set(monkeypatch):
    on(monkeypatch, TODAY)
    runtime_ends_soon.configure({"days": 7})
    assert run_rule(runtime_ends_soon, worker("nodejs20.x")) == []
