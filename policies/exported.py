"""Stacks from files: what `pulumi stack export` wrote, as the same `Stack` that rules see in a run.

Encrypted values stay unknown (`Secret(UNKNOWN)`): a file is read without its passphrase.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policies.decode import RESOURCE_REFERENCE, SECRET, SIGNATURE, UNKNOWNS
from policies.values import UNKNOWN, Secret, merged
from policies.view import Resource, Stack


class ExportError(ValueError):
    """A file that is no exported stack; the text is for people."""


@dataclass(frozen=True)
class Exported:
    """One exported stack: its name and project, from its URNs, and its resources."""

    name: str
    project: str
    stack: Stack


def load(path: Path, types: Container[str] | None = None) -> Exported:
    """The stack in `path`, or its resources of these types.

    Raises ExportError where it cannot be read or is something else.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ExportError(f"{path}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise ExportError(f"{path}: is not JSON ({error})") from error
    return from_export(content, str(path), types)


def from_export(
    content: Any, where: str = "export", types: Container[str] | None = None
) -> Exported:
    """The stack in the JSON that `pulumi stack export` writes, or its resources of these types.

    Raises ExportError with all that is wrong.
    """
    deployment = content.get("deployment") if isinstance(content, Mapping) else None
    listed = (deployment.get("resources") or []) if isinstance(deployment, Mapping) else None
    if not isinstance(listed, list):
        raise ExportError(
            f"{where}: has no `deployment` with resources: write it with `pulumi stack export`"
        )
    if faults := [fault for at, item in enumerate(listed) for fault in _faults(at, item)]:
        raise ExportError(f"{where}: {'; '.join(faults)}: write it with `pulumi stack export`")
    # A resource marked `delete` waits for its removal and starts nothing any more.
    items = [item for item in listed if not item.get("delete")]
    try:
        found = [_resource(item) for item in items if types is None or item["type"] in types]
    except ValueError as error:
        raise ExportError(f"{where}: the plaintext of a secret is not JSON ({error})") from error
    first = items[0]["urn"].split("::") if items else []
    name = first[0].removeprefix("urn:pulumi:") if first else ""
    return Exported(name, first[1] if len(first) > 1 else "", Stack(found))


_FORM: Mapping[str, type] = {
    "urn": str,
    "type": str,
    "parent": str,
    "inputs": dict,
    "outputs": dict,
    "dependencies": list,
    "propertyDependencies": dict,
}
_NEEDED = ("urn", "type")


def _faults(at: int, item: Any) -> Iterator[str]:
    """What is not as a state has it in its resource number `at`."""
    place = f"deployment.resources[{at}]"
    if not isinstance(item, dict):
        yield f"{place} is {item!r}"
        return
    for name, kind in _FORM.items():
        value = item.get(name)
        if (value is not None or name in _NEEDED) and not isinstance(value, kind):
            yield f"{place}.{name} is {value!r}"
    urns = item.get("propertyDependencies")
    for prop, value in urns.items() if isinstance(urns, dict) else ():
        if not isinstance(value, list | None):
            yield f"{place}.propertyDependencies.{prop} is {value!r}"


def _resource(item: Mapping[str, Any]) -> Resource:
    inputs, outputs = (
        {key: _value(value) for key, value in (item.get(part) or {}).items()}
        for part in ("inputs", "outputs")
    )
    return Resource(
        urn=item["urn"],
        type=item["type"],
        name=item["urn"].rpartition("::")[2],
        properties=merged(outputs, inputs),
        parent=item.get("parent") or "",
        dependencies=tuple(item.get("dependencies") or ()),
        property_dependencies={
            prop: tuple(urns or ())
            for prop, urns in (item.get("propertyDependencies") or {}).items()
        },
    )


def _value(value: Any) -> Any:
    """A value of the state as `policies.decode` gives it."""
    # Plain types first, and no `Mapping`: states are large, and JSON knows no other kinds.
    if isinstance(value, str):
        return UNKNOWN if value in UNKNOWNS else value
    if isinstance(value, list):
        return [_value(item) for item in value]
    if not isinstance(value, dict):
        return value
    mark = value.get(SIGNATURE)
    if mark == SECRET:
        return Secret(json.loads(value["plaintext"]) if "plaintext" in value else UNKNOWN)
    if mark == RESOURCE_REFERENCE:
        return value.get("urn")
    return {key: _value(item) for key, item in value.items() if key != SIGNATURE}
