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
    # Plain types first here and below: asking for `Mapping` costs more than all the rest.
    if isinstance(value, (str, int)) or value is None:
        return value
    if isinstance(value, Secret):
        return plain(value.value)
    if isinstance(value, (dict, Mapping)):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def unknown_paths(value: Any, path: str = "") -> Iterator[str]:
    """The paths (`a.b[0]`) inside `value` at which something is unknown."""
    if isinstance(value, (str, int)) or value is None:
        return
    if value is UNKNOWN:
        yield path
    elif isinstance(value, Secret):
        yield from unknown_paths(value.value, path)
    elif isinstance(value, (dict, Mapping)):
        for key, item in value.items():
            yield from unknown_paths(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from unknown_paths(item, f"{path}[{index}]")


IDENTITY_ENDINGS = ("arn", "id", "url", "uri", "endpoint", "name")
"""Last words of properties by which AWS names what it has created."""


def merged(outputs: Mapping[str, Any], inputs: Mapping[str, Any] | None) -> dict[str, Any]:
    """The properties of one resource, of which the engine showed `inputs` and then `outputs`.

    Each may lack what the other has. Where an output is not known, what the program gave holds. A
    setting that it did not give, and that AWS would fill in, counts as not given; only identities
    (`arn`, `url`, `vpcId`) stay unknown.
    """
    if inputs is None:
        return dict(outputs)
    found = dict(inputs)
    for key, value in outputs.items():
        known = not any(True for _ in unknown_paths(value))
        if known or (key not in inputs and key.lower().endswith(IDENTITY_ENDINGS)):
            found[key] = value
    return found
