"""Properties from the engine's wire form, decoded at first use and at most once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from google.protobuf.struct_pb2 import Struct, Value

from policies.values import UNKNOWN, Secret, merged

# What the engine marks special objects with (sdk/go/common/resource/properties.go).
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  a mark, not a secret
RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
ASSET = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"

UNKNOWNS = frozenset(
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",  # string
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # boolean
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)


class Properties(Mapping[str, Any]):
    """The properties in `struct`; over `inputs`, what the engine showed of them before."""

    def __init__(self, struct: Struct, inputs: Mapping[str, Any] | None = None) -> None:
        self._struct = struct
        self._inputs = inputs
        self._decoded: dict[str, Any] | None = None

    def __contains__(self, key: object) -> bool:
        # Asked of every resource before registration, so it decodes nothing there.
        return key in (self._struct.fields if self._inputs is None else self._all())

    def __getitem__(self, key: str) -> Any:
        return self._all()[key]

    def get(self, key: str, default: Any = None) -> Any:
        # The one of `Mapping` goes over a KeyError; rules ask for what is not there all the time.
        return self._all().get(key, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def _all(self) -> dict[str, Any]:
        if self._decoded is None:
            fields = self._struct.fields.items()
            self._decoded = merged({key: decode(value) for key, value in fields}, self._inputs)
        return self._decoded


def decode(value: Value) -> Any:
    """JSON, `UNKNOWN` or `Secret`.

    Whole numbers are ints. A resource reference is the URN of its resource. Assets and archives
    are mappings of what they hold (`path`, `text`, `uri`, `assets`).
    """
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        text = value.string_value
        return UNKNOWN if text in UNKNOWNS else text
    if kind == "struct_value":
        return _object(value.struct_value)
    if kind == "list_value":
        return [decode(item) for item in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    return value.bool_value if kind == "bool_value" else None


def _object(struct: Struct) -> Any:
    fields = struct.fields
    if SIGNATURE not in fields:
        return {key: decode(value) for key, value in fields.items()}
    mark = fields[SIGNATURE].string_value
    rest = {key: decode(value) for key, value in fields.items() if key != SIGNATURE}
    if mark == SECRET:
        return Secret(rest.get("value"))
    if mark == OUTPUT_VALUE:
        known = rest.get("value", UNKNOWN)
        return Secret(known) if rest.get("secret") is True else known
    if mark == RESOURCE_REFERENCE:
        return rest.get("urn")
    return rest
