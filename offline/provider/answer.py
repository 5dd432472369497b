"""The values that AWS would decide for one resource, the same every time."""

import hashlib
import string
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from offline.provider import plausible, wire
from offline.provider.diff import forced_new
from offline.provider.instance import Instance
from offline.provider.kinds import kinds
from offline.provider.kinds.kind import Kind, Value
from offline.provider.names import name_property
from offline.provider.schema import ResourceType

_ALPHABETS = {
    "hex": "0123456789abcdef",
    "digits": string.digits,
    "letters": string.ascii_lowercase + string.digits,
    "capitals": string.ascii_uppercase + string.digits,
}


Memory = dict[tuple[str, str], Mapping[str, Any]]
"""(type, id) → outputs of the resources that this run has seen, for answers that need another."""


@dataclass
class Answer:
    """The outputs of one resource while they are made; values are made when first asked for."""

    resource: ResourceType
    urn: str
    inputs: Mapping[str, Any]
    instance: Instance
    memory: "Memory"
    made: dict[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    """All outputs before an update."""
    kept: Mapping[str, Any] = field(default_factory=dict)
    """Those of them that the update does not touch."""

    def __post_init__(self) -> None:
        self.kind = kinds().get(self.resource.token, Kind())
        self.plain = wire.plain(dict(self.inputs))
        # A replacement gets new ids: what forces it is part of the seed.
        forced = {k: self.plain[k] for k in sorted(forced_new(self.resource)) if k in self.plain}
        seed = f"{self.urn} {self.instance.account} {self.instance.region} {forced!r}"
        self.seed = hashlib.sha256(seed.encode()).digest()

    @property
    def logical_name(self) -> str:
        """The last part of the URN; it may have `::` in it."""
        return self.urn.split("::", 3)[3]

    def __getitem__(self, name: str) -> Any:
        """One field of a template: an input, an output, or one of the fixed words."""
        if name == "id":
            return self.id()
        if name == "name":
            return self.physical_name()
        if name == "uuid":
            return str(uuid.UUID(bytes=self.random_bytes("uuid")[:16], version=4))
        if name in ("account", "region", "partition", "dns_suffix"):
            return getattr(self.instance, name)
        if self.plain.get(name) is not None:
            return self.plain[name]
        if name in self.resource.outputs:
            return self.output(name)
        if name in _ALPHABETS:
            return _Random(self, _ALPHABETS[name])
        if name in self.resource.inputs:
            return ""
        raise KeyError(f"{self.resource.token}: no template field {name!r}")

    def get(self, name: str, default: Any = None) -> Any:
        """An input as the program gave it, without secret wrappers."""
        value = self.plain.get(name)
        return default if value is None else value

    def seen(self, token: str, id_: Any) -> Mapping[str, Any]:
        """The outputs of another resource, where this run has seen it; else nothing."""
        return self.memory.get((token, str(id_)), {})

    def id(self) -> str:
        """The resource's id."""
        if "id" not in self.made:
            default = "{name}" if name_property(self.resource) else self.default_id()
            template = self.kind.id if self.kind.id is not None else default
            self.made["id"] = str(self.render(template, "id")) or self.logical_name
        return self.made["id"]

    def default_id(self) -> str:
        """A random id as most services have it."""
        return f"{plausible.id_prefix(self.resource.token)}{{hex:17}}"

    def physical_name(self) -> str:
        """What AWS knows the resource by."""
        key = name_property(self.resource) or "name"
        given = self.plain.get(key) or self.kept.get(key)
        if isinstance(given, str) and given:
            return given
        prefix = self.plain.get(f"{key}Prefix")
        if isinstance(prefix, str) and prefix:
            return f"{prefix}{_Random(self, _ALPHABETS['digits'], 'name'):26}"
        return self.logical_name

    def output(self, name: str) -> Any:
        """One output; the old value where there is one."""
        if name not in self.made:
            if name in self.kept:
                self.made[name] = wire.plain(self.kept[name])
            elif name in self.kind.values:
                self.made[name] = ""  # what a value that is made from itself sees
                self.made[name] = self.render(self.kind.values[name], name)
            elif name == name_property(self.resource):
                self.made[name] = self.physical_name()
            else:
                self.made[name] = self._filled(plausible.template(self.resource, name), name)
        return self.made[name]

    def render(self, value: Value, salt: str = "") -> Any:
        """A table value with its fields filled in."""
        if callable(value):
            return value(self)
        if not isinstance(value, str):
            return value
        return string.Formatter().vformat(value, (), _Salted(self, salt))

    def _filled(self, template: Any, salt: str) -> Any:
        if isinstance(template, dict):
            return {key: self._filled(inner, key) for key, inner in template.items()}
        return self.render(template, salt)

    def random_bytes(self, salt: str) -> bytes:
        """32 bytes that depend on the resource and the salt only."""
        return hashlib.sha256(self.seed + salt.encode()).digest()

    def random_text(self, alphabet: str, length: int, salt: str) -> str:
        """Text of `length` characters that depends on the resource and the salt only."""
        stream = hashlib.shake_256(self.seed + salt.encode()).digest(length)
        return "".join(alphabet[byte % len(alphabet)] for byte in stream)


class _Salted(dict[str, Any]):
    """The fields of one template."""

    def __init__(self, answer: Answer, salt: str) -> None:
        super().__init__()
        self.answer, self.salt = answer, salt

    def __missing__(self, name: str) -> Any:
        value = self.answer[name]
        return _Random(self.answer, value.alphabet, self.salt) if type(value) is _Random else value


class _Random:
    """`{hex:17}`: the format is the length."""

    def __init__(self, answer: Answer, alphabet: str, salt: str = "") -> None:
        self.answer, self.alphabet, self.salt = answer, alphabet, salt

    def __format__(self, length: str) -> str:
        return self.answer.random_text(self.alphabet, int(length), self.salt)
