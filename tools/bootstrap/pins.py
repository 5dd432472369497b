"""The pinned versions. tools/pulumi/go.mod is the one place that holds them."""

import re
from dataclasses import dataclass
from pathlib import Path

from tools.errors import SetupError

Version = tuple[int, ...]


@dataclass(frozen=True)
class Pins:
    """`pulumi` is the CLI's version, `go` the oldest Go that can build it."""

    pulumi: str
    go: str


def read_pins(go_mod: Path) -> Pins:
    text = go_mod.read_text(encoding="utf-8")
    pulumi = re.search(r"^\s*(?:require )?github\.com/pulumi/pulumi/pkg/v3 v(\S+)", text, re.M)
    go = re.search(r"^go (\S+)", text, re.M)
    if pulumi is None or go is None:
        raise SetupError(f"{go_mod} names no version of Pulumi or of Go: restore the file")
    return Pins(pulumi[1], go[1])


def parse_version(text: str) -> Version | None:
    """The first version in `text`, as numbers: `v3.259.0` is (3, 259, 0). None without one."""
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
    return tuple(int(part or 0) for part in found.groups()) if found else None


def at_least(found: str, wanted: str) -> bool:
    """Is the version `found` the version `wanted` or newer?"""
    return (parse_version(found) or ()) >= (parse_version(wanted) or ())
