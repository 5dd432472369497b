"""Typed, unknown-safe views of one resource and of a whole stack: all that a rule may read.

A rule never touches raw properties. It reads documented fields of a `View`; a field whose value
preview does not know ends this one check with the verdict undecided (`Undecided`), never with a
pass. Views of AWS types live in `policies/views/`, one module per service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from policies.values import UNKNOWN, Secret, plain, unknown_paths

_P = ParamSpec("_P")
_Made = TypeVar("_Made")

NOT_YET = "is not known at preview"
"""Why a check is undecided that creation will decide."""


class Undecided(Exception):  # noqa: N818  a verdict, not an error
    """A check that cannot be made: `resource`'s `property` does not say enough.

    `because` completes the sentence "PROPERTY …"; for values that only creation makes known it
    is the default.
    """

    def __init__(self, resource: Resource, prop: str, because: str = NOT_YET) -> None:
        super().__init__(f"{prop} {because}")
        self.resource = resource
        self.prop = prop
        self.because = because


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """One resource as the engine showed it.

    `properties` are its inputs before registration; at the end its outputs, and its inputs where
    those say nothing (see `values.merged`). Values are JSON, `UNKNOWN` or `Secret`.
    `dependencies` and `property_dependencies` hold URNs; they are empty before the end.
    """

    urn: str
    type: str
    name: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    parent: str = ""
    dependencies: tuple[str, ...] = ()
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Stack:
    """The resources of one stack seen so far; after the whole run, all of them, in no fixed order.

    `complete` says whether every resource is there: a rule that needs the whole stack to say
    "missing" must not say it before.
    """

    def __init__(self, resources: Sequence[Resource] = (), *, complete: bool = True) -> None:
        self.complete = complete
        self._by_urn: dict[str, Resource] = {}
        self._by_type: dict[str, list[Resource]] = {}
        self._by_parent: dict[str, list[Resource]] = {}
        self._identified: dict[type[View], dict[str, list[Resource]]] = {}
        self._made: dict[Any, Any] = {}
        for resource in resources:
            self.add(resource)

    def __iter__(self) -> Iterator[Resource]:
        return iter(self._by_urn.values())

    def __len__(self) -> int:
        return len(self._by_urn)

    def add(self, resource: Resource) -> None:
        """Take `resource` in; one with the same URN gives way to it."""
        known = self._by_urn.get(resource.urn)
        if known is not None:
            self._by_type[known.type].remove(known)
            self._by_parent[known.parent].remove(known)
            self._identified.clear()
        self._made.clear()
        self._by_urn[resource.urn] = resource
        self._by_type.setdefault(resource.type, []).append(resource)
        self._by_parent.setdefault(resource.parent, []).append(resource)
        for kind, index in self._identified.items():
            if resource.type in kind.tokens():
                self._index(kind, resource, index)

    def find(self, kind: type[V], identity: str) -> list[V]:
        """Every `kind` that `identity` (ARN, id, name, URL) names; see `View.identities`."""
        if kind not in self._identified:
            self._identified[kind] = index = {}
            for view in self.of(kind):
                self._index(kind, view.resource, index)
        return [kind(resource, self) for resource in self._identified[kind].get(identity, ())]

    def _index(
        self, kind: type[View], resource: Resource, index: dict[str, list[Resource]]
    ) -> None:
        for identity in kind(resource, self).identities():
            index.setdefault(identity, []).append(resource)

    def once(
        self,
        make: Callable[Concatenate[Stack, _P], _Made],
        *given: _P.args,
        **named: _P.kwargs,
    ) -> _Made:
        """What `make(self, …)` gives: worked out once for all who ask, anew after an `add`.

        Nobody may change it. What `make` raises is not kept.
        """
        key = (make, given, *named.items())
        if key not in self._made:
            self._made[key] = make(self, *given, **named)
        return self._made[key]

    def naming(self, kind: type[V], path: str, target: View) -> list[V]:
        """Every `kind` whose value at `path` may name `target`: `View.follow_all` backwards."""
        return self.once(_naming, kind, path, type(target)).get(target.urn, [])

    def get(self, urn: str) -> Resource | None:
        return self._by_urn.get(urn)

    def of(self, kind: type[V]) -> list[V]:
        """Every resource that `kind` is a view of."""
        return [kind(resource, self) for resource in self.typed(*kind.tokens())]

    def typed(self, *tokens: str) -> Iterator[Resource]:
        """Every resource whose type is one of `tokens`."""
        for token in tokens:
            yield from self._by_type.get(token, ())

    def children(self, urn: str) -> Sequence[Resource]:
        """Every resource directly inside the component with this URN."""
        return self._by_parent.get(urn, ())

    def view(self, resource: Resource | None) -> View | None:
        return None if resource is None else View(resource, self)


class View:
    """One resource, read field by field. Subclasses name their type tokens and document fields."""

    token: ClassVar[str | tuple[str, ...]] = ()
    """Pulumi type token(s), e.g. `aws:sqs/queue:Queue`."""

    def __init__(self, resource: Resource, stack: Stack | None = None) -> None:
        self.resource = resource
        self.stack = stack

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and other.resource.urn == self.resource.urn

    def __hash__(self) -> int:
        return hash(self.resource.urn)

    @classmethod
    def tokens(cls) -> tuple[str, ...]:
        return (cls.token,) if isinstance(cls.token, str) else cls.token

    @property
    def urn(self) -> str:
        return self.resource.urn

    @property
    def name(self) -> str:
        """The resource's logical name in the program."""
        return self.resource.name

    @cached_property
    def parent(self) -> View | None:
        """The component around this resource; None at the top or where it was not seen."""
        if self.stack is None or not self.resource.parent:
            return None
        return self.stack.view(self.stack.get(self.resource.parent))

    def peek(self, path: str) -> Any:
        """The raw value at `path` (`a.b[0].c`): None if absent, UNKNOWN if any step is unknown.

        The value may hold UNKNOWN further in. Secret marks are removed.
        """
        value: Any = self.resource.properties
        for step in _steps(path):
            value = plain(value) if isinstance(value, Secret) else value
            if value is UNKNOWN:
                return UNKNOWN
            value = _inside(value, step)
        return plain(value)

    def known(self, path: str) -> bool:
        """Whether the value at `path` is known to the last leaf (absent counts as known)."""
        return not any(True for _ in unknown_paths(self.peek(path)))

    def secret(self, path: str) -> bool:
        """Whether Pulumi keeps the value at `path`, or a value around it, encrypted."""
        value: Any = self.resource.properties
        for step in _steps(path):
            value = _inside(value, step)
            if isinstance(value, Secret):
                return True
        return False

    def read(self, path: str, default: Any = None) -> Any:
        """The value at `path`, `default` where it is absent.

        Raises `Undecided` where any part of it is unknown.
        """
        value = self.peek(path)
        if value is None:
            return default
        for inner in unknown_paths(value, path):
            raise Undecided(self.resource, inner)
        return value

    def text(self, path: str, default: str = "") -> str:
        """A string; numbers and booleans are given as Pulumi would write them."""
        value = self.read(path, default)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (str, int, float)):
            return str(value)
        raise Undecided(self.resource, path, "is not text")

    def flag(self, path: str, default: bool = False) -> bool:
        value = self.read(path, default)
        if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        if isinstance(value, bool):
            return value
        raise Undecided(self.resource, path, "is neither true nor false")

    def number(self, path: str, default: float | None = None) -> float | None:
        value = self.read(path, default)
        if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
            return value
        try:
            return float(value)
        except (TypeError, ValueError):
            raise Undecided(self.resource, path, "is not a number") from None

    def items(self, path: str) -> list[Any]:
        """A list; absent is empty, one single value is a list of one."""
        value = self.read(path, [])
        return value if isinstance(value, list) else [value]

    def mapping(self, path: str) -> dict[str, Any]:
        value = self.read(path, {})
        if not isinstance(value, Mapping):
            raise Undecided(self.resource, path, "is not a mapping")
        return {str(key): item for key, item in value.items()}

    def follow(self, path: str, kind: type[V]) -> V | None:
        """The resource of this stack that the value at `path` names, if it is a `kind`.

        Works before ARNs exist: over the dependencies recorded for the property. Where several
        resources stand behind it, or the value is a literal, the one whose ARN, id, name or URL
        equals the value.
        """
        targets = self.follow_all(path, kind)
        return targets[0] if len(targets) == 1 else None

    def follow_all(self, path: str, kind: type[V]) -> list[V]:
        """Every `kind` of this stack that the value at `path` may name (see `follow`)."""
        if self.stack is None or not self.stack.complete:
            # Before the end no dependencies are recorded: an answer would be silently empty.
            raise TypeError(f"{self!r}.{path}: a rule that follows takes Joined[…]")
        value = self.peek(path)
        urns = self.resource.property_dependencies.get(_steps(path)[0], ())
        linked = [self.stack.get(urn) for urn in urns]
        behind = [kind(r, self.stack) for r in linked if r and r.type in kind.tokens()]
        if isinstance(value, str):
            if not behind:
                return self.stack.find(kind, value)
            if len(behind) == 1:
                return behind
            return [v for v in behind if value in v.identities()] or behind
        return behind

    def identities(self) -> set[str]:
        """The strings by which other resources may name this one, as far as they are known."""
        values = (self.peek(key) for key in ("arn", "id", "name", "url", "bucket", "urn"))
        return {value for value in values if isinstance(value, str) and value}


def _naming(stack: Stack, kind: type[V], path: str, to: type[View]) -> dict[str, list[V]]:
    """URN of each `to` → every `kind` that may name it at `path`."""
    found: dict[str, list[V]] = {}
    for view in stack.of(kind):
        for urn in dict.fromkeys(target.urn for target in view.follow_all(path, to)):
            found.setdefault(urn, []).append(view)
    return found


def _steps(path: str) -> list[str]:
    if "[" not in path:
        return path.split(".")
    return path.replace("[", ".[").split(".")


def _inside(value: Any, step: str) -> Any:
    """What `value` holds at `step` (a key, or `[2]`); None where there is no such place."""
    if isinstance(value, (dict, Mapping)):
        return value.get(step)
    index = step[1:-1] if step.startswith("[") else ""
    if isinstance(value, (list, tuple)) and index.isdigit() and int(index) < len(value):
        return value[int(index)]
    return None


V = TypeVar("V", bound=View)
