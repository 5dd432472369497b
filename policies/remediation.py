"""Remediation: what a rule sets to mend its finding, put into the engine's own form of properties.

Only what the remedy names is touched: unknown values, secrets and assets beside it stay as they
came.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from google.protobuf.struct_pb2 import Struct

from policies.core import Defect, Rule
from policies.decode import SECRET, SIGNATURE
from policies.run import Run
from policies.view import Resource


def remediated(
    run: Run, rule: Rule, resource: Resource, properties: Struct
) -> Struct | Defect | None:
    """`properties` (those of `resource`) mended by `rule`; None where there is nothing to set.

    A place that cannot be reached, because something else than an object lies on the way, is left
    alone: the finding then stands.
    """
    changes = run.remedy(rule, resource)
    if isinstance(changes, Defect):
        return changes
    mended = changed(properties, changes) if changes else None
    if mended is not None:
        run.remediated[rule.id, resource.urn] = (rule, resource, changes)
    return mended


def changed(properties: Struct, changes: Mapping[str, Any]) -> Struct | None:
    """A copy of `properties` with `changes` (path → JSON value); None if a place is not there."""
    made = Struct()
    made.CopyFrom(properties)
    for path, value in changes.items():
        *above, last = path.split(".")
        inside: Struct | None = made
        for step in above:
            inside = _object(inside, step)
            if inside is None:
                return None
        inside.update({last: value})
    return made


def _object(struct: Struct, key: str) -> Struct | None:
    """The object at `key`, made where nothing is; None where something else is."""
    value = struct.fields[key]
    kind = value.WhichOneof("kind")
    if kind in (None, "null_value"):
        value.struct_value.SetInParent()
    elif kind != "struct_value":
        return None
    found = value.struct_value
    mark = found.fields[SIGNATURE].string_value if SIGNATURE in found.fields else ""
    if mark == SECRET:
        return _object(found, "value")
    return None if mark else found
