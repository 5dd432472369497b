"""What a property can hold besides JSON: values that preview does not know, and secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final


class Unknown:
    """The one value that stands for "known only after creation"."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        # A rule that asks for truth has asked for a value that nobody knows.
        raise TypeError("an unknown value is neither true nor false: ask View.known first")


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that Pulumi keeps encrypted; `value` is the plain one (it may be UNKNOWN)."""

    value: Any

    def __repr__(self) -> str:
        return "Secret(…)"


def plain(value: Any) -> Any:
    """The same value with every secret mark inside it removed."""
    if isinstance(value, Secret):
        return plain(value.value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def unknown_paths(value: Any, path: str = "") -> Iterator[str]:
    """The paths (`a.b[0]`) inside `value` at which something is unknown."""
    if value is UNKNOWN:
        yield path
    elif isinstance(value, Secret):
        yield from unknown_paths(value.value, path)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from unknown_paths(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from unknown_paths(item, f"{path}[{index}]")
