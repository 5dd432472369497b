"""One entry of a stack file's `palisade:architectures`, read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from components.architecture import Architecture
from components.args import Args


@dataclass(frozen=True)
class Entry:
    """One architecture to build; `values` may hold templates."""

    name: str
    kind: type[Architecture]
    values: dict[str, Any]
    account: str | None
    args: Args
    """What `values` make, as far as they are right."""
