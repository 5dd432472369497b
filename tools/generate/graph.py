"""The real resource graph of a stack file: its program is built in-process, nothing is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
import yaml
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockMonitor, Mocks

from components.environment import Environment, environments
from components.stackfile import Known, plan

PROJECT = "palisade"


@dataclass(frozen=True)
class Resource:
    """One resource as it was registered; `needs` are URNs by the property that names them.

    Resources named by `depends_on` alone stand under `depends_on`.
    """

    urn: str
    type: str
    name: str
    parent: str
    custom: bool
    inputs: Mapping[str, Any]
    needs: Mapping[str, tuple[str, ...]]


@dataclass
class Graph:
    """Every resource of a stack, by URN."""

    resources: dict[str, Resource] = field(default_factory=dict)

    def named(self, type_: str, name: str) -> Resource:
        """The one resource of this type and name."""
        (found,) = (r for r in self.resources.values() if (r.type, r.name) == (type_, name))
        return found

    def children(self, urn: str) -> list[Resource]:
        """Direct children, by type and name."""
        found = (r for r in self.resources.values() if r.parent == urn)
        return sorted(found, key=lambda r: (r.type, r.name))

    def below(self, urn: str) -> list[Resource]:
        """All that is below, each parent before its children."""
        return [r for child in self.children(urn) for r in (child, *self.below(child.urn))]

    def chain(self, urn: str) -> list[Resource]:
        """The resource and what it is below, from the outermost in."""
        resource = self.resources.get(urn)
        return [] if resource is None else [*self.chain(resource.parent), resource]


@dataclass(frozen=True)
class StackValues:
    """A stack file as it stands: architectures by name, and all that `plan` wants."""

    architectures: Mapping[str, Mapping[str, Any]]
    values: Mapping[str, Any]
    secrets: frozenset[str]


def read_stack_file(file: Path) -> StackValues:
    """The values of a stack file, without Pulumi."""
    config = yaml.safe_load(file.read_text(encoding="utf-8"))["config"]
    values: dict[str, Any] = {"region": config["aws:region"]}
    secrets = set()
    for key, value in config.items():
        namespace, _, name = key.partition(":")
        if namespace == "palisade" and isinstance(value, dict) and set(value) == {"secure"}:
            secrets.add(name)
        elif namespace == "palisade":
            values[name] = value
    return StackValues(values.get("architectures", {}), values, frozenset(secrets))


def record(file: StackValues, rules: tuple[str, ...]) -> Graph:
    """The graph of a stack file, as its preview has it: nothing is known before creation."""
    known = Known(rules, environments(), file.secrets)
    checked = plan(file.values, known)
    graph = Graph()
    asyncio.set_event_loop(asyncio.new_event_loop())
    pulumi.runtime.set_mocks(
        _Nothing(), PROJECT, checked.file.environment, preview=True, monitor=_Recorder(graph)
    )
    for name in file.secrets:
        pulumi.runtime.set_config(f"{PROJECT}:{name}", "stand-in")
    pulumi.runtime.test(lambda: Environment(checked).export())()
    return graph


class _Nothing(Mocks):
    """Outputs stay unknown; an architecture that looks something up is mistaken."""

    def new_resource(self, args: Any) -> tuple[str | None, dict[str, Any]]:  # noqa: ARG002
        return None, {}

    def call(self, args: Any) -> Any:
        raise RuntimeError(f"an architecture asked the provider for {args.token}")


class _Recorder(MockMonitor):
    """Keeps what each registration says of parents and dependencies."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(_Nothing())
        self.graph = graph

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """As the engine makes it: with the types of all parents but the stack's."""
        above = parent.split("::")[2] if parent else ""
        path = f"{above}${type_}" if above and above != "pulumi:pulumi:Stack" else type_
        return f"urn:pulumi:{pulumi.get_stack()}::{pulumi.get_project()}::{path}::{name}"

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  the protocol's name
        answer = super().RegisterResource(request)
        if request.type == "pulumi:pulumi:Stack":
            return answer
        needs = {
            prop: tuple(sorted(behind.urns))
            for prop, behind in sorted(request.propertyDependencies.items())
            if behind.urns
        }
        by_property = {urn for urns in needs.values() for urn in urns}
        if others := tuple(sorted(set(request.dependencies) - by_property)):
            needs["depends_on"] = others
        self.graph.resources[answer.urn] = Resource(
            urn=answer.urn,
            type=request.type,
            name=request.name,
            parent=request.parent,
            custom=request.custom,
            inputs=rpc.deserialize_properties(request.object, keep_unknowns=True),
            needs=needs,
        )
        return answer
