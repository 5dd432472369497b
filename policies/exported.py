"""Stacks from files: what `pulumi stack export` wrote, as the same `Stack` that rules see in a run.

Encrypted values stay unknown (`Secret(UNKNOWN)`): a file is read without its passphrase.
"""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
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
    """The stack in the JSON that `pulumi stack export` writes, or its resources of these types."""
    deployment = content.get("deployment") if isinstance(content, Mapping) else None
    if not isinstance(deployment, Mapping):
        raise ExportError(f"{where}: has no `deployment`: write it with `pulumi stack export`")
    items = [item for item in deployment.get("resources") or [] if _usable(item)]
    found = [_resource(item) for item in items if types is None or item.get("type") in types]
    first = items[0]["urn"].split("::") if items else []
    name = first[0].removeprefix("urn:pulumi:") if first else ""
    return Exported(name, first[1] if len(first) > 1 else "", Stack(found))


def _usable(item: Any) -> bool:
    # A resource marked `delete` waits for its removal and starts nothing any more.
    return isinstance(item, Mapping) and bool(item.get("urn")) and not item.get("delete")


def _resource(item: Mapping[str, Any]) -> Resource:
    inputs, outputs = (
        {key: _value(value) for key, value in (item.get(part) or {}).items()}
        for part in ("inputs", "outputs")
    )
    return Resource(
        urn=item["urn"],
        type=item.get("type", ""),
        name=item["urn"].rpartition("::")[2],
        properties=merged(outputs, inputs),
        parent=item.get("parent", ""),
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
