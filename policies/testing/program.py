"""Run a Pulumi program in-process and take down what it registers, as the engine would show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pulumi
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime import mocks, settings
from pulumi.runtime.proto import resource_pb2

from policies.decode import Properties
from policies.values import UNKNOWN, merged
from policies.view import Resource

STACK = "pulumi:pulumi:Stack"


def resources_of(
    program: Callable[[], Any],
    *,
    preview: bool = True,
    config: Mapping[str, str] | None = None,
    outputs: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[Resource]:
    """The resources and components that `program` registers, parents first.

    preview: what AWS would answer is unknown. config: the stack's configuration. outputs: logical
    name → what AWS answers for that resource. A lookup (data source, other stack) is an error:
    a test must not depend on what exists.
    """
    monitor = _Monitor(preview, outputs or {})
    mocks.set_mocks(_NoMocks(), "project", "test", preview, monitor=monitor)
    pulumi.runtime.set_all_config(dict(config or {}), [])
    try:
        mocks.test(program)()
    finally:
        pulumi.runtime.set_all_config({}, [])
    return list(monitor.recorded.values())


class _Monitor(mocks.MockMonitor):
    def __init__(self, preview: bool, outputs: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(_NoMocks())
        self.recorded: dict[str, Resource] = {}
        self._preview = preview
        self._outputs = outputs

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        above = parent.split("::")[2] if parent else STACK
        qualified = type_ if above == STACK else f"{above}${type_}"
        return f"urn:pulumi:{settings.get_stack()}::{settings.get_project()}::{qualified}::{name}"

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  the protocol's name
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        if urn in self.recorded:
            raise AssertionError(f"the program registers {request.name} twice ({urn})")
        inputs = Properties(request.object)
        answer = self._answer(request.name, inputs) if request.custom else {}
        self.recorded[urn] = Resource(
            urn=urn,
            type=request.type,
            name=request.name,
            properties=merged(answer, inputs),
            parent=request.parent,
            dependencies=tuple(request.dependencies),
            property_dependencies={
                prop: tuple(behind.urns) for prop, behind in request.propertyDependencies.items()
            },
        )
        known = Struct()
        known.CopyFrom(request.object)
        known.update({key: value for key, value in answer.items() if value is not UNKNOWN})
        id_ = answer.get("id", UNKNOWN)
        return resource_pb2.RegisterResourceResponse(
            urn=urn, id="" if id_ is UNKNOWN else id_, object=known if request.custom else None
        )

    def RegisterResourceOutputs(self, request: Any) -> Empty:  # noqa: N802, ARG002
        return Empty()

    def ReadResource(self, request: Any) -> Any:  # noqa: N802
        raise AssertionError(
            f"the program reads {request.type} {request.name}: no test can know it"
        )

    def Invoke(self, request: Any) -> Any:  # noqa: N802
        raise AssertionError(f"the program looks up {request.tok}: no test can know it")

    def _answer(self, name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """What AWS says of a new resource; at preview nobody knows it."""
        arn = f"arn:aws:test:eu-west-1:123456789012:{inputs.get('name', name)}"
        made = {"id": f"{name}-id", "arn": arn, "url": f"https://{name}.example.com"}
        if self._preview:
            made = dict.fromkeys(made, UNKNOWN)
        return {**made, **self._outputs.get(name, {})}


class _NoMocks(mocks.Mocks):
    """Never asked: `_Monitor` answers before it would be."""

    def call(self, args: mocks.MockCallArgs) -> Any:
        raise AssertionError(args.token)

    def new_resource(self, args: mocks.MockResourceArgs) -> Any:
        raise AssertionError(args.name)
