"""Exemptions: who lets which finding stand, where, why and until when.

The root component (`palisade:index:Environment`) has them as `exemptions`, each for a `resource`
(logical name or URN) or a `glob` of names:

    {rule: functions-plaintext-secret, resource: web-resolver, reason: …, owner: web-team,
     until: "2027-01-31"}

Any component has them as `exempt`, for itself and everything below it; `resource` and `glob`
narrow that and may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from typing import Any

from policies.core import Finding
from policies.values import UNKNOWN, unknown_paths
from policies.view import Resource, Stack, View
from policies.views.environment import ENVIRONMENT

FIELDS = ("rule", "resource", "glob", "reason", "owner", "until")
OWN_RULES = "exemption-"
"""Prefix of the rules about exemptions; their findings cannot be exempted."""


@dataclass(eq=False)
class Exemption:
    """One exemption as written, and what came of it in this run."""

    at: Resource
    """The component that it is written in."""
    path: str
    """Where in it: `exemptions[0]`."""
    below: bool
    """Whether it holds only for the component and what is below it."""
    rule: str = ""
    resource: str = ""
    glob: str = ""
    reason: str = ""
    owner: str = ""
    until: date | None = None
    """Last day on which it holds."""
    problems: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Paths at which preview does not know what is written."""
    matched: int = 0
    """Findings that it let stand."""

    @property
    def target(self) -> str:
        """What it is for, as people read it."""
        if self.glob:
            return f"glob {self.glob}"
        return self.resource or f"{self.at.name} and below"

    def days_left(self, today: date) -> int:
        """0 on its last day, negative once it has expired."""
        return (self.until - today).days if self.until else -1

    def in_force(self, today: date) -> bool:
        return self.complete and self.days_left(today) >= 0

    @property
    def complete(self) -> bool:
        """Whether it says all that it must."""
        return not self.problems and not self.unknown

    def names(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is for `resource`."""
        if self.below and not _is_below(resource, self.at.urn, stack):
            return False
        if self.glob:
            return fnmatchcase(resource.name, self.glob)
        return not self.resource or self.resource in (resource.name, resource.urn)


class ExemptedStack(Stack):
    """A whole stack with its exemptions, after every other rule has run.

    `undecidable` are the exemptions of which this run cannot say that nothing needs them.
    """

    def __init__(
        self,
        resources: Iterable[Resource] = (),
        exemptions: list[Exemption] | None = None,
        today: date | None = None,
        undecidable: Iterable[Exemption] = (),
    ) -> None:
        super().__init__(list(resources))
        self.today = today or today_utc()
        self.exemptions = (
            [found for resource in self for found in read(resource)]
            if exemptions is None
            else exemptions
        )
        self.undecidable = set(undecidable)

    def unused(self) -> Iterator[Exemption]:
        for exemption in self.exemptions:
            holds = exemption.in_force(self.today) and not exemption.matched
            if holds and exemption not in self.undecidable:
                yield exemption


def today_utc() -> date:
    return datetime.now(UTC).date()


def read(resource: Resource) -> Iterator[Exemption]:
    """The exemptions written in `resource`; wrong ones have their `problems`."""
    for key, below in (("exemptions", False), ("exempt", True)):
        carries = _is_component(resource) if below else resource.type == ENVIRONMENT
        if not carries or key not in resource.properties:
            continue
        written = View(resource).peek(key)
        if written is None:
            continue
        if written is UNKNOWN:
            yield Exemption(resource, key, below, unknown=[key])
            continue
        if not isinstance(written, list):
            yield Exemption(resource, key, below, problems=["is not a list"])
            continue
        for index, item in enumerate(written):
            yield _exemption(resource, f"{key}[{index}]", below, item)


def match(
    finding: Finding, rule_id: str, exemptions: Iterable[Exemption], stack: Stack, today: date
) -> Exemption | None:
    """The first exemption in force that lets `finding` stand."""
    for exemption in exemptions:
        if (
            exemption.rule == rule_id
            and exemption.in_force(today)
            and exemption.names(finding.resource, stack)
        ):
            return exemption
    return None


def _exemption(at: Resource, path: str, below: bool, item: Any) -> Exemption:
    exemption = Exemption(at, path, below)
    exemption.unknown = list(unknown_paths(item, path))
    if exemption.unknown:
        return exemption
    if not isinstance(item, dict):
        exemption.problems.append("is not a mapping of " + ", ".join(FIELDS))
        return exemption
    exemption.problems = list(_filled(exemption, item))
    return exemption


def _filled(exemption: Exemption, item: dict[str, Any]) -> Iterator[str]:
    """Set the fields of `exemption` from `item`; yields what is wrong with them."""
    for key in ("rule", "resource", "glob", "reason", "owner"):
        value = item.get(key)
        if isinstance(value, str):
            setattr(exemption, key, value.strip())
        elif value is not None:
            yield f"{key} is not text"
    for key in item:
        if key not in FIELDS:
            yield f"{key} is no field of it"
    for key in ("rule", "reason", "owner"):
        if not getattr(exemption, key):
            yield f"{key} is missing"
    exemption.until = _date(item.get("until"))
    if exemption.until is None:
        yield f'until = {item.get("until")!r}: expected a day in quotes, like "2027-01-31"'
    if exemption.resource and exemption.glob:
        yield "resource and glob are both given, expected one"
    if not exemption.below and not exemption.resource and not exemption.glob:
        yield "names no resource and no glob"
    if exemption.rule.startswith(OWN_RULES):
        yield f"{exemption.rule} cannot be exempted"


def _date(value: Any) -> date | None:
    # Only this one form: Python also reads others, which people do not mean.
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _is_component(resource: Resource) -> bool:
    # A property of that name on a resource of a provider is something else.
    return resource.type.partition(":")[0] not in ("aws", "aws-native", "pulumi")


def _is_below(resource: Resource | None, top: str, stack: Stack) -> bool:
    while resource is not None:
        if resource.urn == top:
            return True
        resource = stack.get(resource.parent)
    return False
