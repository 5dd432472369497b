"""Generated files: whole ones, and marked parts of pages that people write."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_PART = re.compile(
    r"(?P<begin><!-- generated: (?P<name>[a-z -]+) -->\n).*?(?P<end><!-- end of (?P=name) -->)",
    re.DOTALL,
)


class PageError(Exception):
    """What a person has to do before a page can be made."""


@dataclass(frozen=True)
class Wanted:
    """How the files ought to be: path below the repository → text.

    `folders` hold nothing but generated files; what else lies there is left over. `problems` are
    what a person has to do: files that cannot be made before.
    """

    files: Mapping[str, str]
    folders: Sequence[str] = ()
    problems: Sequence[str] = ()


@dataclass(frozen=True)
class Change:
    """A file that is not as it ought to be; `text` is None for one that ought not to be there."""

    path: str
    text: str | None

    def __str__(self) -> str:
        return f"{self.path} is {'stale' if self.text is not None else 'left over'}"

    def apply(self) -> str:
        """Do it; what was done."""
        file = ROOT / self.path
        if self.text is None:
            file.unlink()
            return f"{self.path} deleted"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.text, encoding="utf-8")
        return f"{self.path} written"


def compare(wanted: Wanted) -> list[Change]:
    """What has to change, by path."""
    changes = [
        Change(path, text)
        for path, text in wanted.files.items()
        if not (ROOT / path).is_file() or (ROOT / path).read_text(encoding="utf-8") != text
    ]
    for folder in wanted.folders:
        for file in (ROOT / folder).glob("*"):
            path = file.relative_to(ROOT).as_posix()
            if path not in wanted.files:
                changes.append(Change(path, None))
    return sorted(changes, key=lambda change: change.path)


def fill(path: str, parts: Mapping[str, str]) -> str:
    """The page at `path` with each generated part as it ought to be.

    A part stands between `<!-- generated: NAME -->` and `<!-- end of NAME -->`. Raises
    PageError where the page is missing, lacks a part or has one that nothing makes.
    """
    file = ROOT / path
    if not file.is_file():
        raise PageError(f"{path} is missing: write it as CONTRIBUTING.md says")
    text = file.read_text(encoding="utf-8")
    found = [match["name"] for match in _PART.finditer(text)]
    problems = [f"lacks the generated part `{name}`" for name in parts if name not in found]
    problems += [f"has a part `{name}` that nothing makes" for name in found if name not in parts]
    problems += [f"has the part `{n}` twice" for n in sorted(set(found)) if found.count(n) > 1]
    if problems:
        known = ", ".join(parts)
        raise PageError(f"{path} {'; '.join(problems)} (its parts: {known})")
    return _PART.sub(lambda m: f"{m['begin']}\n{parts[m['name']].strip()}\n\n{m['end']}", text)
