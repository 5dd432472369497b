"""`python -m policies.fleet FILE…`: loops in the event flow of many stacks together.

Each file is what `pulumi stack export` wrote. No engine and no account is needed. The exit code is
0 without a loop that is certain, 1 with one, 2 where the stacks cannot be read.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policies.exported import ExportError
from policies.flow.graph import Flow
from policies.flow.loops import Loop, loops_of
from policies.flow.message import describe
from policies.flow.parts import Joined, stack_of
from policies.flow.peers import load_named
from policies.view import Stack


@dataclass(frozen=True, eq=False)
class Fleet:
    """The event flow of several stacks and its loops."""

    names: list[str]
    """`project/stack` of each."""
    flow: Flow
    loops: list[Loop]

    @property
    def certain(self) -> list[Loop]:
        return [loop for loop in self.loops if loop.certain]


class FleetError(ValueError):
    """Files that make no fleet; the text is for people, one line a problem."""


def load_fleet(files: Sequence[Path]) -> Fleet:
    """The stacks in `files`. Raises FleetError with all that is wrong with them."""
    stacks: dict[str, Stack] = {}
    problems: list[str] = []
    for file in files:
        try:
            name, stack = load_named(file)
        except ExportError as error:
            problems.append(str(error))
            continue
        if name in stacks:
            problems.append(f"{file}: {name} is in another file, too")
        elif name:
            stacks[name] = stack
    if problems:
        raise FleetError("\n".join(problems))
    # The order of the files changes nothing.
    names = sorted(stacks)
    flow = Flow(Joined([stacks[name] for name in names] or [Stack()]))
    loops = sorted(loops_of(flow), key=lambda loop: (not loop.certain, len(stacks_of(loop)) < 2))
    return Fleet(names, flow, loops)


def stacks_of(loop: Loop) -> list[str]:
    """`project/stack` of everything that has a part in the loop."""
    urns = {node.place.urn for node in loop.nodes if node.place.urn}
    urns |= {edge.evidence.resource.urn for edge in loop.edges}
    return sorted({stack_of(urn) for urn in urns})


def as_text(fleet: Fleet) -> str:
    """The report for people: loops across stacks first, then what is not followed."""
    parts = []
    for loop in fleet.loops:
        through = stacks_of(loop)
        head = f"across {', '.join(through)}" if len(through) > 1 else f"inside {through[0]}"
        parts.append(f"{head}\n{describe(loop)}\n")
    certain, possible = len(fleet.certain), len(fleet.loops) - len(fleet.certain)
    stacks, loops = _count(len(fleet.names), "stack"), _count(certain, "loop")
    parts.append(f"{stacks}: {loops}, {_count(possible, 'possible loop')}")
    parts += [f"not followed: {what}: {n}" for what, n in sorted(fleet.flow.unfollowed.items())]
    return "\n".join(parts)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def as_json(fleet: Fleet) -> dict[str, Any]:
    """The report for programs: `version`, `stacks`, `loops` and `unfollowed` with counts."""
    return {
        "version": 1,
        "stacks": fleet.names,
        "loops": [_loop(loop) for loop in fleet.loops],
        "unfollowed": dict(sorted(fleet.flow.unfollowed.items())),
    }


def _loop(loop: Loop) -> dict[str, Any]:
    return {
        "key": loop.key,
        "certain": loop.certain,
        "stopped_by_aws": loop.stopped_by_aws,
        "stacks": stacks_of(loop),
        "hops": [
            {
                "from": edge.source.place.name,
                "from_urn": edge.source.place.urn,
                "to": edge.target.place.name,
                "to_urn": edge.target.place.urn,
                "verb": edge.verb,
                "certain": edge.certain,
                "doubt": edge.doubt,
                "evidence": str(edge.evidence),
            }
            for edge in loop.edges
        ],
        "message": describe(loop),
    }


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m policies.fleet",
        description="Loops in the event flow of several stacks, from their exported states.",
        epilog="Exit code: 0 no certain loop, 1 a certain loop, 2 wrong use.",
    )
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="what `pulumi stack export` wrote"
    )
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    asked = parser.parse_args(arguments)
    # All that is read stays to the end: looking for garbage in it would take a quarter of the time.
    gc.disable()
    try:
        fleet = load_fleet(asked.files)
    except FleetError as error:
        for line in str(error).splitlines():
            print(f"fleet: {line}", file=sys.stderr)
        return 2
    finally:
        gc.enable()
    print(json.dumps(as_json(fleet), indent=1) if asked.json else as_text(fleet))
    return 1 if fleet.certain else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
