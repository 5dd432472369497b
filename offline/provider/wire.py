"""Property values between the engine's protobuf form and plain Python.

Special values keep the engine's own form: an unknown is one of the marker strings, a secret, an
asset and an archive are dictionaries with a signature key.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from google.protobuf.struct_pb2 import Struct, Value

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_UNKNOWNS = frozenset(
    {
        UNKNOWN,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # boolean
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a marker
ASSET = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"

Properties = dict[str, Any]


def decode(struct: Struct) -> Properties:
    """The properties of a request as Python values, sorted by name; whole numbers become int."""
    return {key: _decode_value(struct.fields[key]) for key in sorted(struct.fields)}


def _decode_value(value: Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return value.string_value
    if kind == "struct_value":
        return decode(value.struct_value)
    if kind == "list_value":
        return [_decode_value(item) for item in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        return int(number) if math.isfinite(number) and number == int(number) else number
    return value.bool_value if kind == "bool_value" else None


def encode(properties: Mapping[str, Any]) -> Struct:
    """The properties of an answer; those that are None are left out."""
    struct = Struct()
    _encode_into(struct, properties)
    return struct


def _encode_into(struct: Struct, properties: Mapping[str, Any]) -> None:
    for key, value in properties.items():
        if value is not None:
            _encode_value(struct.fields[key], value)


def _encode_value(target: Value, value: Any) -> None:
    if isinstance(value, str):
        target.string_value = value
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, int | float):
        target.number_value = value
    elif isinstance(value, Mapping):
        target.struct_value.SetInParent()
        _encode_into(target.struct_value, value)
    elif isinstance(value, Iterable):
        target.list_value.SetInParent()
        for item in value:
            _encode_value(target.list_value.values.add(), item)
    else:
        target.null_value = 0  # type: ignore[assignment]


def signature(value: Any) -> str | None:
    """Which special value a dictionary is: SECRET, ASSET, ARCHIVE, or None for an ordinary one."""
    return value.get(SIGNATURE) if isinstance(value, dict) else None


def is_unknown(value: Any) -> bool:
    """Is this value only known after an update, whether secret or not?"""
    value = reveal(value)
    return isinstance(value, str) and value in _UNKNOWNS


def reveal(value: Any) -> Any:
    """The value inside a secret; any other value as it is."""
    while signature(value) == SECRET:
        value = value.get("value")
    return value


def secret(value: Any) -> dict[str, Any]:
    """The value as a secret."""
    return {SIGNATURE: SECRET, "value": value}


def plain(value: Any) -> Any:
    """The value without any secret wrapper, at any depth."""
    value = reveal(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def internal(key: str) -> bool:
    """Keys that Pulumi's providers keep for themselves, such as `__defaults`."""
    return key.startswith("__")
