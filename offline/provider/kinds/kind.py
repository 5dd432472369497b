"""The form of a table entry, and the helpers that entries are written with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

WHEN = "2026-01-01T00:00:00Z"
"""When everything was made, the same in every run."""

Value = str | int | bool | list[Any] | dict[str, Any] | Callable[[Any], Any]
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

    nested: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """Computed fields inside an object, or inside each object of a list, that the program gives."""

    changing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Outputs that an update gives a new value, and the inputs whose change does so ("*": any)."""

    forced_new: tuple[str, ...] = ()
    """Inputs that AWS can't change on an existing resource, where pulumi_aws does not say so."""


def arn(service: str, resource: str) -> str:
    """An ARN of a regional resource."""
    return f"arn:{{partition}}:{service}:{{region}}:{{account}}:{resource}"


def global_arn(service: str, resource: str) -> str:
    """An ARN without a region, as IAM's."""
    return f"arn:{{partition}}:{service}::{{account}}:{resource}"


def by_arn(service: str, resource: str, **values: Value) -> Kind:
    """A type whose id is its ARN."""
    return Kind(id="{arn}", values={"arn": arn(service, resource), **values})


def with_arn(id_: str | None, service: str, resource: str, **values: Value) -> Kind:
    """A type with an id of its own and an ARN."""
    return Kind(id=id_, values={"arn": arn(service, resource), **values})


def pem(what: str) -> str:
    """A certificate or the like in the form that programs pass on."""
    return f"-----BEGIN {what}-----\n{{letters:64}}\n-----END {what}-----\n"


def last_part(text: Any) -> str:
    """The name at the end of an ARN; a name stays as it is."""
    return str(text).rpartition("/")[2].rpartition(":")[2]
