"""Exported states of a size: made by a real `up`, and larger ones by copying its units."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from benchmarks import programs
from benchmarks.engine import Engine
from benchmarks.plan import Plan

UNIT = "worker"


def exported(plan: Plan, engine: Engine, size: int) -> dict[str, Any]:
    """The state of a program of about `size` resources, components not counted."""
    plan.say(f"up of {size} resources")
    file = engine.export(programs.make(engine, UNIT, "components", size))
    return json.loads(file.read_text(encoding="utf-8"))


def resources(state: dict[str, Any]) -> list[dict[str, Any]]:
    return state["deployment"]["resources"]


def multiplied(state: dict[str, Any], times: int) -> dict[str, Any]:
    """The same with every unit `times` times, each copy under a name of its own."""
    own = [item for item in resources(state) if _of_unit(item)]
    shared = [item for item in resources(state) if not _of_unit(item)]
    text = json.dumps(own)
    copies = [json.loads(re.sub(r"\bunit(\d+)\b", rf"unit\1x{n}", text)) for n in range(1, times)]
    everything = [*shared, *own, *(item for copy in copies for item in copy)]
    return {**state, "deployment": {**state["deployment"], "resources": everything}}


def write(state: dict[str, Any], file: Path) -> Path:
    file.write_text(json.dumps(state), encoding="utf-8")
    return file


def _of_unit(item: dict[str, Any]) -> bool:
    return re.match(r"unit\d+\b", item["urn"].rpartition("::")[2]) is not None
