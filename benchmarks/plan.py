"""How a benchmark is run: rounds, size, scratch folder, progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Plan:
    """`quick` asks for the smallest sizes: a smoke run, whose figures mean nothing."""

    rounds: int
    quick: bool
    folder: Path
    """Scratch folder; what is costly to make stays there for the next time."""
    say: Callable[[str], None]
    stack: str = "dev"
    """The environment whose preview is timed."""

    def sizes(self, *sizes: int) -> tuple[int, ...]:
        return sizes[:1] if self.quick else sizes


def on_one_line(text: str) -> None:
    """Progress: overwritten at a terminal, not shown elsewhere."""
    if sys.stderr.isatty():
        width = os.get_terminal_size(sys.stderr.fileno()).columns
        print(f"\r\033[K{text[: width - 1]}", end="", file=sys.stderr, flush=True)
