"""What is wrong with a stack file before its program runs, to be told with all that is wrong.

The program is told in a JSON file, a list of objects with `where`, `found`, `expected` and `fix`,
which `PALISADE_PROBLEMS` names. A program that tells them itself takes the file away.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from offline.scratch import write

VARIABLE = "PALISADE_PROBLEMS"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. Of a `late` one a program may have better to say."""

    where: str
    found: str
    expected: str
    fix: str
    late: bool = False

    def __str__(self) -> str:
        return f"{self.where} {self.found}: expected {self.expected}; {self.fix}"


def hand_over(problems: Sequence[Problem], file: Path) -> None:
    """Write down what the program is to tell."""
    told = [asdict(problem) for problem in problems if not problem.late]
    write(file, json.dumps([{k: v for k, v in item.items() if k != "late"} for item in told]))
