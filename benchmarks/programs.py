"""The Pulumi programs that benchmarks preview: components, and the same resources without them."""

from __future__ import annotations

from functools import cache

from benchmarks.capture import Registration, capture
from benchmarks.engine import Engine, Program
from benchmarks.flat import source

SHAPES = ("flat", "grouped", "components")
"""Plain pulumi_aws calls; the same inside of empty components; our components."""

TURN = """
import asyncio

import pulumi


async def turn():
    await asyncio.sleep(0)


pulumi.run(turn)
"""
"""End of a program that lets the event loop go round once, which begins every registration.

Else pulumi 3.272 finds no registration to wait for, and waits for all outputs at once instead, anew
after every answer (`wait_for_rpcs` in pulumi/runtime/stack.py): half of a large program's time.
"""


@cache
def _captured(unit: str) -> tuple[Registration, ...]:
    return tuple(capture(unit))


def unit_size(unit: str) -> int:
    """Resources of one unit, components not counted."""
    return sum(item.custom for item in _captured(unit))


def count(unit: str, size: int) -> int:
    """How many units come nearest to `size` resources; at least one."""
    return max(1, round(size / unit_size(unit)))


def make(engine: Engine, unit: str, shape: str, size: int, *, turn: bool = True) -> Program:
    """A program of about `size` resources; `turn` ends it with TURN."""
    units = count(unit, size)
    name = f"{unit}-{shape}-{size}{'' if turn else '-no-turn'}"
    end = TURN if turn else ""
    if shape == "components":
        main = f"from benchmarks.units import build\n\nbuild({unit!r}, {units})\n"
        return engine.program(name, {"__main__.py": main + end})
    main = f"from flat import unit\n\nfor index in range({units}):\n    unit(f'unit{{index}}')\n"
    flat = source(_captured(unit), grouped=shape == "grouped")
    return engine.program(name, {"__main__.py": main + end, "flat.py": flat})
