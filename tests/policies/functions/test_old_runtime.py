import importlib
from datetime import date

import pytest

from policies.core import UNKNOWN
from policies.rules.functions.old_runtime import old_runtime
from tests.support.builders import function
from tests.support.findings import run_rule


def worker(runtime):
    return [function("worker", runtime=runtime)]


CASES = [
    ("nothing there", [], []),
    ("a container image", worker(None), []),
    ("deprecated", worker("python3.8"), ["python3.8 is deprecated since 2024-10-14"]),
    ("java8 on the first Amazon Linux", worker("java8"), ["java8 is deprecated since 2024-01-08"]),
    (
        "a runtime without a known end",
        worker("python4.0"),
        ["undecided: runtime is python4.0, whose end of support is not known here"],
    ),
    ("unknown", worker(UNKNOWN), ["undecided: runtime is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_old_runtime(name, resources, expected):
    assert run_rule(old_runtime, resources) == expected


@pytest.mark.parametrize(("day", "found"), [(30, []), (31, ["python3.10 is deprecated"])])
def test_the_day_itself_counts(monkeypatch, day, found):
    module = importlib.import_module("policies.rules.functions.old_runtime")
    monkeypatch.setattr(module, "today_utc", lambda: date(2026, 10, day))
    messages = run_rule(old_runtime, worker("python3.10"))
    assert [message.partition(" since")[0] for message in messages] == found
