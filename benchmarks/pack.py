"""The policy pack in its variants: arguments and variables for the CLI."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.plan import ROOT
from policies.names import rule_ids

PACK = ROOT / "policies"


@dataclass(frozen=True)
class Pack:
    """How the CLI is told about the pack."""

    arguments: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)


def none() -> Pack:
    return Pack()


def full() -> Pack:
    """All rules, on our own server."""
    return Pack(("--policy-pack", str(PACK)))


def idle(folder: Path) -> Pack:
    """The same process with every rule switched off."""
    file = folder / "idle.json"
    levels = {rule: {"enforcementLevel": "disabled"} for rule in rule_ids()}
    file.write_text(json.dumps(levels), encoding="utf-8")
    return Pack(("--policy-pack", str(PACK), "--policy-pack-config", str(file)))


def plain() -> Pack:
    """All rules, on pulumi_policy's own server."""
    return Pack(full().arguments, {"PALISADE_PLAIN_PACK": "1"})
