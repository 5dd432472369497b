"""What a unit of components registers: its resources with inputs, references and parents.

The unit runs once against Pulumi's mocks, which answer every output with a mark of their own. So
where an output went, its mark stands, also inside of texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks, set_mocks

from benchmarks.units import UNITS, Root
from offline.provider import schema

NAME = "unitname"
"""Name of the captured unit: where it stands, another unit has its own."""

MARK = re.compile(r"(?:arn:aws:mark:eu-west-1:123456789012:)?<<([^<>|]+)\|([A-Za-z0-9]+)>>")
"""An output of a resource: (key, property)."""


@dataclass(frozen=True)
class Registration:
    """One resource as the program sends it."""

    name: str
    token: str
    inputs: Mapping[str, Any]
    custom: bool
    parent: str
    """Key of the component that it lies in; empty under the root."""
    depends_on: tuple[str, ...]
    """Keys of what `depends_on` names beside what the inputs refer to."""

    @property
    def key(self) -> str:
        """Unlike the name, no other resource of the unit has it."""
        return _key(self.token, self.name)


def capture(unit: str) -> list[Registration]:
    """The registrations of a unit named NAME, each after what it needs."""
    monitor = _Monitor()
    set_mocks(monitor.mocks, project="capture", stack="dev", preview=False, monitor=monitor)

    @pulumi.runtime.test
    def run() -> None:
        UNITS[unit](NAME, pulumi.ResourceOptions(parent=Root()))

    run()
    return _in_order(monitor.registrations())


class _Answers(Mocks):
    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        if not args.custom:
            return None, args.inputs
        outputs = schema.resource_type(args.typ).outputs
        marks = {
            name: _mark(args, name)
            for name, prop in outputs.items()
            if prop.type == schema.Scalar("string")
        }
        return _mark(args, "id"), {**args.inputs, **marks}

    def call(self, args: MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        raise LookupError(f"a benchmark unit must not look anything up: {args.token}")


class _Monitor(MockMonitor):
    def __init__(self) -> None:
        super().__init__(_Answers())
        self._requests: dict[str, Any] = {}

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802
        response = super().RegisterResource(request)
        if request.type not in ("pulumi:pulumi:Stack", "benchmarks:index:Root"):
            self._requests[response.urn] = request
        return response

    def registrations(self) -> list[Registration]:
        return [self._registration(request) for request in self._requests.values()]

    def _registration(self, request: Any) -> Registration:
        named = {urn for deps in request.propertyDependencies.values() for urn in deps.urns}
        extra = sorted(urn for urn in request.dependencies if urn not in named)
        return Registration(
            request.name,
            request.type,
            pulumi.runtime.rpc.deserialize_properties(request.object),
            request.custom,
            self._key(request.parent) if request.parent in self._requests else "",
            tuple(self._key(urn) for urn in extra),
        )

    def _key(self, urn: str) -> str:
        return _key(self._requests[urn].type, self._requests[urn].name)


def _key(token: str, name: str) -> str:
    return f"{token}::{name}"


def _mark(args: MockResourceArgs, prop: str) -> str:
    mark = f"<<{_key(args.typ, args.name)}|{prop}>>"
    # Some components take an ARN apart.
    return f"arn:aws:mark:eu-west-1:123456789012:{mark}" if prop.lower().endswith("arn") else mark


def references(value: Any) -> set[str]:
    """Keys of the resources whose outputs stand in an input."""
    if isinstance(value, str):
        return {key for key, _ in MARK.findall(value)}
    if isinstance(value, Mapping):
        return {key for item in value.values() for key in references(item)}
    if isinstance(value, list):
        return {key for item in value for key in references(item)}
    return set()


def _in_order(found: list[Registration]) -> list[Registration]:
    ordered: list[Registration] = []
    waiting = found
    known = {""}
    while waiting:
        ready = [r for r in waiting if _needs(r) <= known]
        if not ready:
            raise LookupError(f"cannot put in order: {[r.key for r in waiting]}")
        ordered += ready
        known |= {registration.key for registration in ready}
        waiting = [r for r in waiting if r.key not in known]
    return ordered


def _needs(registration: Registration) -> set[str]:
    # A component's inputs are facts for guardrails; a flat program has no use for them.
    outputs = references(registration.inputs) if registration.custom else set()
    return {registration.parent, *registration.depends_on, *outputs}
