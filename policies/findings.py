"""The findings file: everything that one run says, as JSON, for reports and other tools.

Written where `PALISADE_FINDINGS` names a path, in one step, so a reader never sees half of it.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from policies.core import Finding, Rule
from policies.exemptions import Exemption
from policies.levels import Level
from policies.run import SUMMARY_ID, Report, Run

VERSION = 1
VARIABLE = "PALISADE_FINDINGS"


def write_where_asked(run: Run) -> list[Report]:
    """Write the findings file of `run`, if the environment names a path for it.

    What went wrong is told as mandatory: whoever reads the file next would read an old one.
    """
    path = os.environ.get(VARIABLE, "").strip()
    if not path:
        return []
    data = content(run)
    problems = [data["flow"]["error"]] if "error" in data["flow"] else []
    try:
        write(Path(path), data)
    except OSError as error:
        problems.append(f"{VARIABLE} = {path!r}: cannot be written: {error.strerror}")
    return [Report(SUMMARY_ID, None, Level.MANDATORY, problem) for problem in problems]


def write(path: Path, data: Mapping[str, Any]) -> None:
    """Put `data` at `path` as JSON; what was there before stays until all is written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        scratch.write_text(f"{json.dumps(data, indent=2)}\n", encoding="utf-8")
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def content(run: Run) -> dict[str, Any]:
    """What the findings file of `run` holds, in a fixed order, so that two files can be compared.

    `complete` is false where the run was stopped before its end.
    """
    return {
        "version": VERSION,
        "stack": run.stack_name,
        "project": run.project,
        "environment": run.environment,
        "phase": run.phase,
        "complete": run.stack is not None,
        "rules": [_rule(run, rule) for rule in run.rules],
        "findings": sorted(
            (_finding(run, rule, finding) for rule, finding in run.findings.values()), key=_order
        ),
        "undecided": sorted(
            (
                {
                    "rule": rule.id,
                    "resource": found.resource.urn,
                    "property": found.prop,
                    "because": found.because,
                }
                for rule, found in run.undecided.values()
            ),
            key=lambda item: (item["rule"], item["resource"], item["property"]),
        ),
        "exempted": sorted(
            (
                {**_finding(run, rule, finding), "exemption": _exemption(run, exemption)}
                for rule, finding, exemption in run.exempted.values()
            ),
            key=_order,
        ),
        "remediated": sorted(
            (
                {"rule": rule.id, "resource": resource.urn, "set": dict(changes)}
                for rule, resource, changes in run.remediated.values()
            ),
            key=lambda item: (item["rule"], item["resource"]),
        ),
        "exemptions": [_exemption(run, exemption) for exemption in run.in_force()],
        "defects": [
            {
                "rule": defect.rule_id,
                "resource": defect.resource.urn if defect.resource else "",
                "error": defect.error,
            }
            for defect in run.defects.values()
        ],
        "flow": _flow(run),
    }


def _rule(run: Run, rule: Rule) -> dict[str, Any]:
    card = rule.card
    return {
        "id": rule.id,
        "title": card.title,
        "severity": card.severity.value,
        "level": run.level(rule).value,
        "why": card.why,
        "fix": card.fix,
        "source": card.source,
    }


def _finding(run: Run, rule: Rule, finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id_for(rule.id),
        "rule": rule.id,
        "severity": rule.card.severity.value,
        "level": run.level(rule).value,
        "resource": finding.resource.urn,
        "name": finding.resource.name,
        "message": finding.message,
        "fix": rule.card.fix,
    }


def _order(item: Mapping[str, Any]) -> tuple[str, str, str]:
    return item["rule"], item["resource"], item["id"]


def _exemption(run: Run, exemption: Exemption) -> dict[str, Any]:
    return {
        "rule": exemption.rule,
        "resource": exemption.target,
        "reason": exemption.reason,
        "owner": exemption.owner,
        "until": exemption.until.isoformat() if exemption.until else "",
        "days_left": exemption.days_left(run.today),
        "matched": exemption.matched,
    }


def _flow(run: Run) -> dict[str, Any]:
    if run.stack is None or importlib.util.find_spec("policies.flow") is None:
        return {}
    from policies.flow import summary  # late: only this file asks for it, and it costs time

    try:
        return summary(run.stack)
    except Exception as error:  # noqa: BLE001  told as mandatory; the rest of the file still counts
        return {"error": f"the event flow could not be drawn: {type(error).__name__}: {error}"}
