"""Resources for rule tests, as the engine would show them to a policy.

A property may hold another resource: it then becomes a reference, exactly as Pulumi records one.
Its value is that resource's `arn` (`UNKNOWN` where it has none yet, as at preview) and the
property depends on it, also when it stands deep inside a list or mapping:

    jobs = resource("aws:sqs/queue:Queue", "jobs")
    resource("aws:sqs/queuePolicy:QueuePolicy", "open", queueUrl=jobs, policy="{}")
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from policies.values import UNKNOWN, Secret
from policies.view import Resource

Dependencies = Mapping[str, Iterable[Resource | str]]


def urn(type_: str, name: str) -> str:
    return f"urn:pulumi:test::palisade::{type_}::{name}"


def resource(
    type_: str,
    name: str,
    /,
    *,
    parent: Resource | str | None = None,
    deps: Dependencies | None = None,
    **props: Any,
) -> Resource:
    """A resource of `type_`. Properties have their names on the wire (`redrivePolicy`).

    `deps` names further dependencies of properties: resources or whole URNs. `parent` is a
    resource or a whole URN.
    """
    behind = {prop: {_urn_of(target): None for target in ts} for prop, ts in (deps or {}).items()}
    for prop, value in props.items():
        for target in _references(value):
            behind.setdefault(prop, {})[target.urn] = None
    return Resource(
        urn=urn(type_, name),
        type=type_,
        name=name,
        properties={prop: _value(value) for prop, value in props.items()},
        parent=_urn_of(parent) if parent is not None else "",
        dependencies=tuple(dict.fromkeys(urn for targets in behind.values() for urn in targets)),
        property_dependencies={prop: tuple(targets) for prop, targets in behind.items()},
    )


def _urn_of(target: Resource | str) -> str:
    if isinstance(target, Resource):
        return target.urn
    if not target.startswith("urn:"):
        raise ValueError(f"{target!r} is no URN: give the resource itself or urn(type, name)")
    return target


def _references(value: Any) -> Iterator[Resource]:
    if isinstance(value, Resource):
        yield value
    elif isinstance(value, Secret):
        yield from _references(value.value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _references(item)


def _value(value: Any) -> Any:
    if isinstance(value, Resource):
        return value.properties.get("arn", UNKNOWN)
    if isinstance(value, Secret):
        return Secret(_value(value.value))
    if isinstance(value, Mapping):
        return {key: _value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_value(item) for item in value]
    return value
