"""Computed outputs of resources that are planned, made, changed or found."""

from collections.abc import Callable, Mapping
from typing import Any

from offline.provider import wire
from offline.provider.answer import Answer, Memory
from offline.provider.diff import Change
from offline.provider.instance import Instance
from offline.provider.kinds import kinds
from offline.provider.kinds.kind import Kind
from offline.provider.names import name_property
from offline.provider.schema import ResourceType


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
