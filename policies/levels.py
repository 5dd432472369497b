"""What a finding does to a run: by environment and severity, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from policies.core import Severity


class Level(StrEnum):
    """Pulumi's enforcement levels, as far as rules use them."""

    ADVISORY = "advisory"
    """Shown, and the run goes on."""
    MANDATORY = "mandatory"
    """A preview fails at its end; an update stops before the resource exists."""
    REMEDIATE = "remediate"
    """Mended before the resource exists, where the rule has a remedy; else as mandatory."""
    DISABLED = "disabled"
    """The rule does not run."""


def _row(*, mandatory_from: Severity) -> Mapping[Severity, Level]:
    bad_enough = list(Severity).index(mandatory_from)
    return {
        severity: Level.MANDATORY if place >= bad_enough else Level.ADVISORY
        for place, severity in enumerate(Severity)
    }


LEVELS: Mapping[str, Mapping[Severity, Level]] = {
    "prod": _row(mandatory_from=Severity.MEDIUM),
    "staging": _row(mandatory_from=Severity.HIGH),
    "dev": _row(mandatory_from=Severity.HIGH),
}
STRICT = LEVELS["prod"]
"""For an environment that is not in the table, or has no name."""


REMEDIATING: frozenset[str] = frozenset()
"""Environments in which every rule that has a remedy is at the level `remediate`.

None: what exists should stand in the program. `--policy-pack-config` asks for single rules.
"""


def level_for(environment: str, severity: Severity, *, has_remedy: bool = False) -> Level:
    if has_remedy and environment in REMEDIATING:
        return Level.REMEDIATE
    return LEVELS.get(environment, STRICT)[severity]
