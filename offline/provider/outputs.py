"""Computed outputs that look like AWS's, the same every time for the same resource."""

import hashlib
import string
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from offline.provider import plausible, wire
from offline.provider.diff import Change, forced_new
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


def planned(
    resource: ResourceType, inputs: Mapping[str, Any], instance: Instance
) -> dict[str, Any]:
    """Outputs of a resource that preview would create: what AWS decides is unknown.

    The id is among the outputs, as pulumi_aws has it there, too.
    """
    kind = kinds().get(resource.token, Kind())
    outputs = _echo(inputs, lambda name, _: dict.fromkeys(kind.nested.get(name, ()), wire.UNKNOWN))
    for name, property_ in resource.outputs.items():
        if name in outputs or name == "id":
            continue
        if name in ("region", "tagsAll"):
            outputs[name] = _known(name, inputs, instance)
        elif name not in resource.inputs or property_.required:
            outputs[name] = wire.UNKNOWN
    return {**outputs, "id": wire.UNKNOWN}


def created(
    resource: ResourceType,
    urn: str,
    inputs: Mapping[str, Any],
    instance: Instance,
    memory: Memory,
) -> tuple[str, dict[str, Any]]:
    """Id and outputs of a resource that was made."""
    answer = Answer(resource, urn, inputs, instance, memory)
    return answer.id(), {**_complete(answer, inputs), "id": answer.id()}


def updated(
    resource: ResourceType,
    urn: str,
    id_: str,
    olds: Mapping[str, Any],
    news: Mapping[str, Any],
    changed: list[Change],
    instance: Instance,
    memory: Memory,
    *,
    preview: bool,
) -> dict[str, Any]:
    """Outputs after an update: what AWS decided stays, but for what the change touches."""
    kept = {k: v for k, v in olds.items() if _stays(resource, k, changed)}
    if not preview:
        plain = wire.plain(dict(olds))
        answer = Answer(resource, urn, news, instance, memory, {"id": id_}, plain, kept)
        return {**_complete(answer, news), "id": id_}
    outputs = planned(resource, news, instance)
    for name, value in outputs.items():
        if name in kept and name not in news and name not in ("region", "tagsAll"):
            outputs[name] = kept[name]
        elif isinstance(value, dict) and isinstance(olds.get(name), dict):
            known = {k: olds[name].get(k, v) for k, v in value.items() if wire.is_unknown(v)}
            given = news.get(name)
            if isinstance(given, dict):
                outputs[name] = {**value, **{k: v for k, v in known.items() if k not in given}}
    return {**outputs, "id": id_}


def found(
    resource: ResourceType, urn: str, id_: str, inputs: Mapping[str, Any], instance: Instance
) -> dict[str, Any]:
    """Outputs of a resource that somebody else made and a program or an import names by its id."""
    key = name_property(resource)
    name = id_.rpartition("/")[2].rpartition(":")[2]
    given = {key: name, **inputs} if key else dict(inputs)
    known = {**kinds().get(resource.token, Kind()).defaults, **given}
    if id_.startswith("arn:") and "arn" in resource.outputs:
        known["arn"] = id_
    answer = Answer(resource, urn, known, instance, {}, {"id": id_})
    return {**_complete(answer, known), "id": id_}


def _stays(resource: ResourceType, name: str, changed: list[Change]) -> bool:
    if name in ("id", "region", "tagsAll"):
        return False
    touched = {change.property for change in changed}
    if name in resource.inputs:
        return name not in touched
    kind = kinds().get(resource.token, Kind())
    causes = kind.changing.get(name, ())
    return "*" not in causes and touched.isdisjoint(causes)


def _complete(answer: Answer, inputs: Mapping[str, Any]) -> dict[str, Any]:
    def nested(name: str, position: str) -> dict[str, Any]:
        fields = answer.kind.nested.get(name, {})
        return {f: answer.render(v, f"{name}.{f}{position}") for f, v in fields.items()}

    outputs = _echo(inputs, nested)
    for name, property_ in answer.resource.outputs.items():
        if name in outputs or name == "id":
            continue
        if name in ("region", "tagsAll"):
            outputs[name] = _known(name, inputs, answer.instance)
        elif name not in answer.resource.inputs or property_.required:
            outputs[name] = answer.output(name)
    return outputs


def _echo(
    inputs: Mapping[str, Any], nested: Callable[[str, str], dict[str, Any]]
) -> dict[str, Any]:
    """Inputs as outputs, with what AWS adds inside of them.

    Assets are left out: what the SDK can't build again must not come back.
    """
    return {
        name: _filled(value, name, nested)
        for name, value in inputs.items()
        if not wire.internal(name) and _can_come_back(value)
    }


def _filled(value: Any, name: str, nested: Callable[[str, str], dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [
            {**nested(name, f"[{index}]"), **item} if _is_object(item) else item
            for index, item in enumerate(value)
        ]
    return {**nested(name, ""), **value} if _is_object(value) else value


def _is_object(value: Any) -> bool:
    return isinstance(value, dict) and not wire.signature(value)


def _can_come_back(value: Any) -> bool:
    value = wire.reveal(value)
    kind = wire.signature(value)
    if kind == wire.ASSET:
        return any(value.get(key) for key in ("path", "text", "uri"))
    if kind == wire.ARCHIVE:
        members = value.get("assets")
        if members is None:
            return any(value.get(key) for key in ("path", "uri"))
        return all(_can_come_back(member) for member in members.values())
    return True


def _known(name: str, inputs: Mapping[str, Any], instance: Instance) -> Any:
    if name == "region":
        return instance.region
    tags = inputs.get("tags")
    if wire.is_unknown(tags) or not isinstance(wire.reveal(tags), dict):
        return wire.UNKNOWN if wire.is_unknown(tags) else dict(instance.default_tags)
    return tags
