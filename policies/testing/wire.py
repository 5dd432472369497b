"""Resources in the form in which the engine sends them to a policy pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2 as pb

from policies.decode import SECRET, SIGNATURE
from policies.values import UNKNOWN, Secret
from policies.view import Resource

UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def struct(properties: Mapping[str, Any]) -> Struct:
    made = Struct()
    made.update({key: _wire(value) for key, value in properties.items()})
    return made


def analyze(resource: Resource) -> pb.AnalyzeRequest:
    """The request for `resource` before its registration; its properties are taken as inputs."""
    return pb.AnalyzeRequest(
        type=resource.type,
        urn=resource.urn,
        name=resource.name,
        properties=struct(resource.properties),
        options=pb.AnalyzerResourceOptions(parent=resource.parent),
    )


def analyze_stack(resources: Sequence[Resource]) -> pb.AnalyzeStackRequest:
    """The request for the whole stack; properties are taken as outputs."""
    return pb.AnalyzeStackRequest(resources=[whole(resource) for resource in resources])


def whole(resource: Resource, properties: Struct | None = None) -> pb.AnalyzerResource:
    """One resource of the whole stack; `properties` in place of its own."""
    return pb.AnalyzerResource(
        type=resource.type,
        urn=resource.urn,
        name=resource.name,
        properties=properties or struct(resource.properties),
        options=pb.AnalyzerResourceOptions(parent=resource.parent),
        parent=resource.parent,
        dependencies=list(resource.dependencies),
        propertyDependencies={
            prop: pb.AnalyzerPropertyDependencies(urns=urns)
            for prop, urns in resource.property_dependencies.items()
        },
    )


def _wire(value: Any) -> Any:
    if value is UNKNOWN:
        return UNKNOWN_TEXT
    if isinstance(value, Secret):
        return {SIGNATURE: SECRET, "value": _wire(value.value)}
    if isinstance(value, Mapping):
        return {key: _wire(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_wire(item) for item in value]
    return value
