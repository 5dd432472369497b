"""Words of findings and reports: lines that fit a page, lists that are not too long."""

from __future__ import annotations

import re
from collections.abc import Sequence

WIDTH = 90
"""Columns; the CLI puts ten spaces in front of each line."""

_LABEL = re.compile(r" *(- |fix: )")


def fitted(text: str) -> str:
    """`text` with each line that is too long broken between words.

    What goes on stands two columns further in, or under the text behind `- ` or `fix: `.
    """
    lines: list[str] = []
    for line in text.split("\n"):
        if len(line) <= WIDTH:
            lines.append(line)
        elif not line.strip():
            lines.append("")
        else:
            label = _LABEL.match(line)
            start = len(label[0]) if label else len(line) - len(line.lstrip()) + 2
            lines += wrapped(line, " " * start, WIDTH)
    return "\n".join(lines)


def some(names: Sequence[str], most: int = 3) -> str:
    """`a, b, c and 2 more`; one more than `most` is named, which is as short as "and 1 more"."""
    shown = len(names) if len(names) <= most + 1 else most
    more = f" and {len(names) - shown} more" if names[shown:] else ""
    return ", ".join(names[:shown]) + more


def wrapped(text: str, indent: str, width: int) -> list[str]:
    """Lines of whole words, `indent` before all but the first.

    There may be a thousand loops, and `textwrap` would take most of the time.
    """
    lines = []
    words = text.lstrip().split()
    line = text[: -len(text.lstrip())] + words[0]
    for word in words[1:]:
        if len(line) + 1 + len(word) > width:
            lines.append(line)
            line = indent + word
        else:
            line = f"{line} {word}"
    return [*lines, line]
