"""How much of the machine others took while we measured: with busy neighbours, figures mislead."""

from __future__ import annotations

import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path

STAT = Path("/proc/stat")
TOLERATED = 0.3
"""Cores that others may use on average."""


@dataclass(frozen=True)
class Reading:
    """Seconds: the clock, CPU of the whole machine, CPU of this process and its ended children."""

    at: float
    machine: float
    own: float

    @classmethod
    def now(cls) -> Reading | None:
        """None where the system does not say."""
        if not STAT.exists():
            return None
        words = STAT.read_text(encoding="ascii").splitlines()[0].split()[1:]
        user, nice, system, _idle, _wait, irq, soft = (int(word) for word in words[:7])
        busy = (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")
        used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return cls(time.monotonic(), busy, sum(u.ru_utime + u.ru_stime for u in used))


def cores_of_others(before: Reading | None, after: Reading | None) -> float | None:
    """Cores that others used on average between two readings."""
    if before is None or after is None:
        return None
    others = (after.machine - before.machine) - (after.own - before.own)
    return max(0.0, others / (after.at - before.at))
