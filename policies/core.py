"""Rules: a card and one function that yields findings; and the three verdicts.

A rule file `policies/rules/<domain>/<name>.py` defines one function under `@rule(…)`. Its id is
its path (`rules/iam/wildcard_action.py` is `iam-wildcard-action`). The type of its one parameter
says what it sees:

- a `View`: each resource of that type by itself, before it is registered (resource rule);
- `Joined[View]`: the same with the rest of the stack around it (stack rule);
- `Stack`, or a kind of it: the whole stack, once (stack rule).
"""

from __future__ import annotations

import hashlib
import inspect
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, TypeVar

from policies.values import UNKNOWN
from policies.view import NOT_YET, Resource, Stack, Undecided, View

__all__ = [
    "UNKNOWN",
    "Card",
    "Defect",
    "Finding",
    "Joined",
    "Open",
    "Rule",
    "Severity",
    "Stack",
    "decided",
    "rule",
]

_T = TypeVar("_T", bound=View)
_JOINED = object()
Joined = Annotated[_T, _JOINED]
"""A view whose `follow` and `stack` reach the whole stack."""


class Severity(StrEnum):
    """How bad it is when the finding is true."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True)
class Card:
    """All that is ever said of a rule; the pack, its docs page and reports are made from it."""

    severity: Severity
    title: str
    """What is wrong, up to 60 characters, no full stop."""
    why: str
    """What happens if it stays."""
    fix: str
    """One line: what to do."""
    source: str
    """Sheet number or AWS document that the rule is from."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What `--policy-pack-config` may set for the rule: name → JSON schema with a default."""


class Finding:
    """One fault: the resource it is at, a key that stays the same when words change, the words."""

    def __init__(self, resource: View | Resource, key: str, message: str) -> None:
        self.resource = resource.resource if isinstance(resource, View) else resource
        self.key = key
        self.message = message

    def __repr__(self) -> str:
        return f"Finding({self.resource.name!r}, {self.key!r}, {self.message!r})"

    def id_for(self, rule_id: str) -> str:
        """12 hex digits from rule, resource and key: what exemptions and baselines point at."""
        text = "\x1f".join((rule_id, self.resource.urn, self.key))
        return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Open:
    """A check that stayed undecided, with the property that was not known."""

    resource: Resource
    prop: str
    because: str = NOT_YET

    @classmethod
    def of(cls, unknown: Undecided) -> Open:
        return cls(unknown.resource, unknown.prop, unknown.because)

    @property
    def message(self) -> str:
        return f"undecided: {self.prop} {self.because}"

    @property
    def later(self) -> bool:
        """Whether creation will decide it."""
        return self.because == NOT_YET


@dataclass(frozen=True)
class Defect:
    """A rule that failed itself: the rule must be mended, its other results still count."""

    rule_id: str
    resource: Resource | None
    error: str

    @property
    def message(self) -> str:
        at = f" at {self.resource.name}" if self.resource else ""
        return f"defect of rule {self.rule_id}{at}: {self.error}"


Outcome = Finding | Open | Defect
Verdict = Finding | Open
Check = Callable[[Any], Iterator[Verdict]]
"""Yields findings; over a whole stack it may yield `Open` for one place and go on elsewhere."""
EarlyCheck = Callable[[Resource, Stack], Iterator[Verdict]]
"""Takes the resource about to be registered and the stack seen so far in this run (with it)."""
Remedy = Callable[[Any], Mapping[str, Any]]
"""Takes the view that the check takes; gives what to set: path (`a.b`) → JSON value."""


def decided(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """`verdicts` as far as they can be decided, then `Open`: the check of one place among several,
    after which the rule goes on to the next."""
    try:
        yield from verdicts
    except Undecided as unknown:
        yield Open.of(unknown)


class Rule:
    """A rule: its id, card and check."""

    def __init__(self, rule_id: str, card: Card, check: Check) -> None:
        self.id = rule_id
        self.card = card
        self.check = check
        self.early_check: EarlyCheck | None = None
        self.remedy: Remedy | None = None
        self.settings: dict[str, Any] = {}
        self.configure({})

    def __repr__(self) -> str:
        return f"Rule({self.id})"

    def configure(self, given: Mapping[str, Any]) -> None:
        """Take what a run sets for the rule; what it leaves out has the default of the card."""
        defaults = {name: schema["default"] for name, schema in self.card.settings.items()}
        self.settings = {**defaults, **given}

    @cached_property
    def _target(self) -> tuple[type[View] | type[Stack], bool]:
        # On first use, not at import: reading annotations costs, and most runs need few rules.
        (parameter,) = inspect.signature(self.check).parameters
        hint = typing.get_type_hints(self.check, include_extras=True)[parameter]
        if typing.get_origin(hint) is Annotated:
            kind, mark = typing.get_args(hint)
            if mark is _JOINED:
                return kind, True
        elif isinstance(hint, type) and issubclass(hint, Stack):
            return hint, True
        elif isinstance(hint, type) and issubclass(hint, View):
            return hint, False
        raise TypeError(f"{self.id}: the parameter's type must be a View, Joined[View] or Stack")

    @property
    def needs_stack(self) -> bool:
        return self._target[1]

    @property
    def tokens(self) -> tuple[str, ...]:
        """The type tokens that the rule looks at; empty for a rule over the whole stack."""
        kind = self._target[0]
        return kind.tokens() if issubclass(kind, View) else ()

    def run(self, stack: Stack) -> list[Outcome]:
        """Every outcome over `stack`, one check per resource; never raises for its content."""
        kind, joined = self._target
        if issubclass(kind, Stack):
            return self._guarded(None, stack if isinstance(stack, kind) else kind(list(stack)))
        if not joined:
            stack = Stack(list(stack), complete=False)
        return [
            outcome for view in stack.of(kind) for outcome in self._guarded(view.resource, view)
        ]

    def run_one(self, resource: Resource, stack: Stack) -> list[Outcome]:
        """The outcomes for one resource; `stack` holds what was seen before it."""
        kind, _ = self._target
        if not issubclass(kind, View):
            raise TypeError(f"{self.id} looks at whole stacks")
        return self._guarded(resource, kind(resource, stack))

    def before_registration(self, check: EarlyCheck) -> EarlyCheck:
        """Decorator: a second check, made during an update before each resource is registered.

        It sees only what this run has registered so far (inputs; no recorded dependencies, so
        `follow` is not there) and refuses what must not exist even for a moment.
        """
        self.early_check = check
        return check

    def run_before(self, resource: Resource, stack: Stack) -> list[Outcome]:
        """The outcomes of the check before registration; none where the rule has no such check."""
        if self.early_check is None:
            return []
        return self._guarded(resource, resource, stack, check=self.early_check)

    def remediation(self, remedy: Remedy) -> Remedy:
        """Decorator: the one safe answer to what the rule finds at a resource by itself.

        Asked for only where the check has findings and the rule's level is `remediate`.
        """
        self.remedy = remedy
        return remedy

    def changes(self, resource: Resource, stack: Stack) -> Mapping[str, Any] | Open | Defect:
        """What the remedy sets in `resource`; nothing where the rule has none."""
        kind, _ = self._target
        if self.remedy is None or not issubclass(kind, View):
            return {}
        try:
            return self.remedy(kind(resource, stack))
        except Undecided as unknown:
            return Open.of(unknown)
        except Exception as error:  # noqa: BLE001  reported as the rule's defect
            return Defect(self.id, resource, f"{type(error).__name__}: {error}")

    def _guarded(
        self, resource: Resource | None, *arguments: Any, check: Callable[..., Any] | None = None
    ) -> list[Outcome]:
        outcomes: list[Outcome] = []
        try:
            for verdict in (check or self.check)(*arguments):
                outcomes.append(verdict)  # noqa: PERF402  what came before a failure still counts
        except Undecided as unknown:
            outcomes.append(Open.of(unknown))
        except Exception as error:  # noqa: BLE001  reported as the rule's defect, and fails the run
            outcomes.append(Defect(self.id, resource, f"{type(error).__name__}: {error}"))
        return outcomes


def rule(
    *,
    severity: Severity,
    title: str,
    why: str,
    fix: str,
    source: str,
    settings: Mapping[str, Any] | None = None,
) -> Callable[[Check], Rule]:
    """Make the decorated check a `Rule` whose id is the path of its file."""
    card = Card(severity, title, why, fix, source, settings or {})

    def make(check: Check) -> Rule:
        return Rule(rule_id(check.__module__), card, check)

    return make


def rule_id(module: str) -> str:
    """`policies.rules.iam.wildcard_action` -> `iam-wildcard-action`."""
    return "-".join(module.split(".")[-2:]).replace("_", "-")


def findings(outcomes: Sequence[Outcome]) -> list[Finding]:
    """Only the findings among `outcomes`."""
    return [outcome for outcome in outcomes if isinstance(outcome, Finding)]
