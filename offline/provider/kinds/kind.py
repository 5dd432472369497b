"""The form of a table entry, and the helpers that entries are written with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Value = str | int | bool | Callable[[Any], Any]
"""A template, a plain value, or a function of the `Answer` that is being made."""


@dataclass(frozen=True)
class Kind:
    """What AWS makes of one resource type."""

    id: Value | None = None
    """The resource's id; None: its physical name, else a random id."""

    values: Mapping[str, Value] = field(default_factory=dict)
    """Computed outputs; those not named here get a plausible value by name and type."""

    defaults: Mapping[str, Any] = field(default_factory=dict)
    """What the real provider fills in at check where the program says nothing."""

    changing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Outputs that an update gives a new value, and the inputs whose change does so ("*": any)."""

    forced_new: tuple[str, ...] = ()
    """Inputs that AWS can't change on an existing resource."""


def arn(service: str, resource: str) -> str:
    """An ARN of a regional resource."""
    return f"arn:{{partition}}:{service}:{{region}}:{{account}}:{resource}"


def global_arn(service: str, resource: str) -> str:
    """An ARN without a region, as IAM's."""
    return f"arn:{{partition}}:{service}::{{account}}:{resource}"
