"""Resources of the offline provider, made without the engine.

`create` fills in required inputs, defaults and the name, as a check before it would.
"""

from collections.abc import Mapping
from typing import Any

from offline.provider import diff, outputs, schema, wire
from offline.provider.instance import Instance
from offline.provider.kinds import kinds
from offline.provider.kinds.kind import Kind
from offline.provider.names import Autonaming, automatic_name
from offline.provider.schema import ListOf, MapOf, ObjectOf, OneOf, ResourceType, Type

WHERE = Instance("123456789012", "eu-west-1")


def urn(token: str, name: str) -> str:
    """The URN of a resource of the tests' one stack."""
    return f"urn:pulumi:dev::small::{token}::{name}"


def inputs(token: str, name: str, given: Mapping[str, Any]) -> tuple[ResourceType, dict[str, Any]]:
    """The type, and its inputs after check."""
    resource = schema.resource_type(token)
    required = {n: sample(p.type) for n, p in resource.inputs.items() if p.required}
    checked = {**required, **kinds().get(token, Kind()).defaults, **given}
    named = automatic_name(resource, name, checked, {}, b"seed", Autonaming())
    return resource, {**checked, **dict([named] if named else [])}


def create(
    token: str, name: str, memory: outputs.Memory | None = None, /, **given: Any
) -> tuple[str, dict[str, Any]]:
    """Id and outputs of a resource that was made."""
    resource, checked = inputs(token, name, given)
    where = WHERE.in_region(checked.get("region"))
    return outputs.created(resource, urn(token, name), checked, where, memory or {})


def plan(token: str, name: str, /, **given: Any) -> dict[str, Any]:
    """Outputs of a resource that preview would make."""
    resource, checked = inputs(token, name, given)
    return outputs.planned(resource, checked, WHERE)


def update(
    token: str,
    name: str,
    id_: str,
    before: Mapping[str, Any],
    given: Mapping[str, Any],
    *,
    preview: bool = False,
) -> dict[str, Any]:
    """Outputs after its inputs became `given`."""
    resource, checked = inputs(token, name, given)
    olds = {key: value for key, value in before.items() if key in checked}
    changed = diff.changes(resource, olds, checked)
    return outputs.updated(
        resource, urn(token, name), id_, before, checked, changed, WHERE, {}, preview=preview
    )


def sample(type_: Type) -> Any:
    """A value of a type."""
    if isinstance(type_, OneOf):
        return sample(type_.options[0])
    if isinstance(type_, ListOf):
        return [sample(type_.item)]
    if isinstance(type_, MapOf):
        return {"key": sample(type_.item)}
    if isinstance(type_, ObjectOf):
        return {n: sample(f.type) for n, f in type_.fields.items() if f.required}
    values = {"string": "text", "integer": 1, "number": 1.5, "boolean": True, "any": "any"}
    signatures = {"asset": wire.ASSET, "archive": wire.ARCHIVE}
    if type_.name in signatures:
        return {wire.SIGNATURE: signatures[type_.name], "path": "file"}
    return values[type_.name]
