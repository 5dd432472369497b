"""The last lines of a run say what it did."""

import json
from pathlib import Path

import pytest

from offline import summary
from offline.arguments import parse

STACK = "urn:pulumi:dev::app::pulumi:pulumi:Stack::app-dev"
CORS = "urn:pulumi:dev::app::palisade:index:Environment$palisade:apis:CorsApi::orders"
ORDERS = "urn:pulumi:dev::app::palisade:index:Environment$palisade:events:Backbone::orders"
QUEUE = "urn:pulumi:dev::app::palisade:events:Backbone$aws:sqs/queue:Queue::jobs"
ROLE = "urn:pulumi:dev::app::palisade:foundation:Role::role"


def before(urn: str, operation: str) -> dict:
    return {"resourcePreEvent": {"metadata": {"urn": urn, "op": operation}}}


def end(changes: dict, result: str = "succeeded", preview: bool = True) -> dict:
    return {"summaryEvent": {"resourceChanges": changes, "result": result, "isPreview": preview}}


CASES = [
    ("preview", [before(STACK, "create"), before(ORDERS, "create"), before(QUEUE, "create"),
                 before(ROLE, "create"), end({"create": 4})],
     "1 architecture, 3 resources to create"),
    ("preview", [before(STACK, "same"), end({"same": 5})], "no changes, 4 resources"),
    ("preview", [before(STACK, "same"), end({"same": 1})], "no changes"),
    ("preview",
     [before(STACK, "same"), end({"same": 3, "create": 1, "update": 2, "replace": 1, "delete": 4,
                                  "create-replacement": 1, "delete-replaced": 1})],
     "1 resource to create, 2 to update, 1 to replace, 4 to delete"),
    ("up", [before(STACK, "same"), end({"same": 1, "update": 1}, preview=False)],
     "1 resource updated"),
    ("up", [{"preludeEvent": {}}, before(QUEUE, "create"), end({"create": 9}),
            {"preludeEvent": {}}, before(STACK, "create"), end({"create": 3}, preview=False)],
     "2 resources created"),
    ("up", [before(STACK, "create"), end({"create": 3}, "failed", preview=False)],
     "up failed: 2 resources created"),
    ("preview", [before(STACK, "create"), end({"create": 1}, "failed")], "preview failed"),
    ("up", [before(STACK, "same"), end({"same": 1}, "canceled", preview=False)], "up canceled"),
    ("preview", [before(STACK, "same"), before(ORDERS, "create"), before(CORS, "delete"),
                 end({"same": 1, "create": 1, "delete": 1})],
     "1 architecture, 1 resource to create, 1 to delete"),
    ("destroy", [before(STACK, "delete"), before(ORDERS, "delete"),
                 end({"delete": 2}, preview=False)],
     "1 architecture, 1 resource deleted"),
    ("refresh", [before(STACK, "refresh"), end({"same": 3}, preview=False)],
     "no changes, 2 resources"),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "events", "expected"), CASES, ids=[c[2] for c in CASES])
def test_what_a_run_did(tmp_path, verb, events, expected):
    assert lines(tmp_path, verb, events)[0] == f"dev (offline) · {expected}"


BEGUN = [before(STACK, "create"), before(QUEUE, "create")]
PREVIEWED = [{"preludeEvent": {}}, end({"create": 2}), {"preludeEvent": {}}]
DONE = [*BEGUN, end({"create": 2}, "failed", preview=False)]
BROKEN_OFF = [
    ("up", BEGUN, 137, "up was ended by signal 9: the state is as it was before"),
    ("up", [*PREVIEWED, *BEGUN], 137, "up was ended by signal 9: the state is as it was before"),
    ("up", BEGUN, 1, "up broke off: the state is as it was before"),
    ("up", [], 143, "up was interrupted: the state is as it was before"),
    ("preview", BEGUN, 130, "preview was interrupted"),
]


@pytest.mark.parametrize(
    ("verb", "events", "code", "expected"), BROKEN_OFF, ids=[f"{c[3]} ({c[2]})" for c in BROKEN_OFF]
)
def test_a_run_that_broke_off_is_one_line_and_counts_nothing(
    tmp_path, verb, events, code, expected
):
    assert lines(tmp_path, verb, events, code=code) == [f"dev (offline) · {expected}"]


def test_an_interrupted_update_that_kept_what_it_did_says_both(tmp_path):
    said = lines(tmp_path, "up", DONE, code=130)
    assert said[0] == "dev (offline) · up was interrupted: 1 resource created"


def lines(
    folder: Path, verb: str, events: list[dict], findings: dict | None = None, code: int = 0
) -> list[str]:
    log = folder / "events.json"
    log.write_text("".join(json.dumps(event) + "\n" for event in events))
    found = folder / "findings.json"
    if findings is not None:
        found.write_text(json.dumps(findings))
    command = parse([*verb.split()], folder)
    return summary.report(command, "dev", log, found, 5.16, code).split("\n")


NOTHING = {"rules": ["a"] * 9, "findings": [], "undecided": [], "exemptions": [], "defects": []}
UNDECIDED = [
    {"rule": "a", "resource": "x", "property": "p"},
    {"rule": "a", "resource": "x", "property": "q"},
    {"rule": "b", "resource": "x", "property": "p"},
]
GUARDRAILS = [
    ({}, "9 rules, 0 findings"),
    ({"rules": ["a"]}, "1 rule, 0 findings"),
    ({"findings": [{"level": "advisory"}]}, "9 rules, 1 finding"),
    ({"findings": [{"level": "advisory"}, {"level": "mandatory"}]},
     "9 rules, 2 findings (1 mandatory)"),
    ({"undecided": UNDECIDED},
     "9 rules, 0 findings, 2 undecided (2 values unknown or unclear)"),
    ({"exemptions": [{"days_left": 71}]}, "9 rules, 0 findings, 1 exemption (71 days left)"),
    ({"exemptions": [{"days_left": 71}, {"days_left": 1}]},
     "9 rules, 0 findings, 2 exemptions (first ends in 1 day)"),
    ({"defects": [{}]}, "9 rules, 0 findings, 1 broken rule"),
]  # fmt: skip


@pytest.mark.parametrize(("found", "expected"), GUARDRAILS, ids=[g[1] for g in GUARDRAILS])
def test_what_the_guardrails_say(tmp_path, found, expected):
    said = lines(tmp_path, "preview", [end({"create": 1})], {**NOTHING, **found})
    assert said[1:] == [f"guardrails: {expected}", "5.2 s"]


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("preview", "guardrails: no verdict, the run ended before they saw the whole stack"),
        ("preview --without-guardrails", "guardrails did not run"),
        ("destroy", "guardrails do not run on destroy"),
    ],
)
def test_without_findings_it_says_so(tmp_path, verb, expected):
    assert lines(tmp_path, verb, [end({"create": 1})])[1] == expected


def test_a_run_that_did_not_begin_has_no_summary(tmp_path):
    command = parse(["preview"], tmp_path)
    assert summary.report(command, "dev", tmp_path / "none", tmp_path / "none", 1) == ""
