"""One run of the guardrails over one stack: what was seen, found, exempted and left undecided.

Both servers of the pack (`servicer`, `plain`) put their resources in here and report what comes
out; nothing in here knows their protocols.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from policies import exemptions
from policies.core import Defect, Finding, Open, Outcome, Rule
from policies.exemptions import ExemptedStack, Exemption
from policies.levels import Level, level_for
from policies.text import fitted, some
from policies.view import Resource, Stack
from policies.views.environment import environment_of

SUMMARY_ID = "run-summary"
"""Name under which the one line about the whole run is reported."""


@dataclass(frozen=True)
class Report:
    """One thing to tell the engine."""

    rule_id: str
    resource: Resource | None
    level: Level
    message: str
    rule: Rule | None = None
    """None for the summary."""
    defect: bool = False
    """Whether the rule failed itself."""


@dataclass
class Run:
    """The state of one run. `phase` is `preview`, `update` or `analyze` (existing state)."""

    rules: tuple[Rule, ...]
    today: date = field(default_factory=exemptions.today_utc)
    stack_name: str = ""
    project: str = ""
    phase: str = "analyze"
    configured_environment: str = ""
    levels: dict[str, Level] = field(default_factory=dict)
    """Levels that `--policy-pack-config` sets."""
    seen: Stack = field(default_factory=lambda: Stack(complete=False))
    """What this run has registered so far, as inputs."""
    stack: Stack | None = None
    """The whole stack, once it was handed over."""
    findings: dict[tuple[str, str], tuple[Rule, Finding]] = field(default_factory=dict)
    """By rule id and finding id; without the exempted ones."""
    exempted: dict[tuple[str, str], tuple[Rule, Finding, Exemption]] = field(default_factory=dict)
    undecided: dict[tuple[str, str, str], tuple[Rule, Open]] = field(default_factory=dict)
    defects: dict[tuple[str, str], Defect] = field(default_factory=dict)
    exemptions: list[Exemption] = field(default_factory=list)
    remediated: dict[tuple[str, str], tuple[Rule, Resource, Mapping[str, Any]]] = field(
        default_factory=dict
    )
    """What was set to mend a finding: by rule id and URN, path → value."""
    shown: Callable[[str], str] = fitted
    """What a message goes through before the CLI shows it."""

    @property
    def environment(self) -> str:
        """The environment's name: as the root component says, else as the stack is configured."""
        said = (environment_of(resources) for resources in (self.stack, self.seen))
        return next(filter(None, said), self.configured_environment)

    def setting(self, rule: Rule) -> Level:
        """The level that this run sets for `rule`."""
        return self.levels.get(rule.id) or level_for(
            self.environment, rule.card.severity, has_remedy=rule.remedy is not None
        )

    def level(self, rule: Rule) -> Level:
        """What a finding of `rule` does; never `remediate`."""
        setting = self.setting(rule)
        # What could not be remediated has to be mended by hand before it may exist.
        return Level.MANDATORY if setting is Level.REMEDIATE else setting

    def see(self, resource: Resource) -> None:
        """Take in a resource that is about to be registered."""
        self.seen.add(resource)
        self._take_exemptions([resource])

    def check(self, rule: Rule, resource: Resource) -> list[Report]:
        """What `rule` says of `resource` by itself."""
        return self._reports(rule, rule.run_one(resource, self.seen))

    def remedy(self, rule: Rule, resource: Resource) -> Mapping[str, Any] | Defect:
        """What `rule` sets in `resource` to mend what it finds there: path → value.

        Nothing where all that it finds is exempted, or where the remedy needs an unknown value.
        """
        found = any(
            not exemptions.match(item, rule.id, self.exemptions, self.seen, self.today)
            for item in rule.run_one(resource, self.seen)
            if isinstance(item, Finding)
        )
        changes = rule.changes(resource, self.seen) if found else {}
        if isinstance(changes, Open):
            self.undecided[rule.id, changes.resource.urn, changes.prop] = (rule, changes)
            return {}
        if isinstance(changes, Defect):
            self.defects[rule.id, resource.urn] = changes
        return changes

    def check_before(self, rule: Rule, resource: Resource) -> list[Report]:
        """What `rule` has against registering `resource` now; nothing outside updates."""
        if self.phase != "update":
            return []
        return self._reports(rule, rule.run_before(resource, self.seen))

    def complete(self, resources: Iterable[Resource]) -> Stack:
        """Take the whole stack; resources have their inputs from `see` where outputs lack them."""
        self.stack = Stack(list(resources))
        self._take_exemptions(self.stack)
        return self.stack

    def stack_rules(self) -> list[Rule]:
        """The rules for `check_stack`, in the order in which they must run."""
        rules = [rule for rule in self.rules if rule.needs_stack]
        return sorted(rules, key=lambda rule: rule.id.startswith(exemptions.OWN_RULES))

    def check_stack(self, rule: Rule) -> list[Report]:
        """What `rule` says of the whole stack; rules about exemptions come last."""
        stack = self.stack or Stack()
        if rule.id.startswith(exemptions.OWN_RULES):
            stack = ExemptedStack(stack, self.exemptions, self.today, self._undecidable(stack))
        return self._reports(rule, rule.run(stack), again=False)

    def stops(self) -> bool:
        """Whether something mandatory was found so far."""
        return bool(self.defects) or any(
            self.level(rule) is Level.MANDATORY for rule, _ in self.findings.values()
        )

    def in_force(self) -> list[Exemption]:
        return [item for item in self.exemptions if item.in_force(self.today)]

    def summary(self) -> Report | None:
        """The few words on what was left undecided and which exemptions hold; None if nothing."""
        parts = [part for part in (self._undecided_line(), self._exemptions_line()) if part]
        if not parts:
            return None
        return Report(SUMMARY_ID, None, Level.ADVISORY, self.shown("\n".join(parts)))

    def _take_exemptions(self, resources: Iterable[Resource]) -> None:
        known = {(item.at.urn, item.path) for item in self.exemptions}
        for resource in resources:
            for item in exemptions.read(resource):
                if (item.at.urn, item.path) not in known:
                    self.exemptions.append(item)

    def _reports(
        self, rule: Rule, outcomes: Iterable[Outcome], *, again: bool = True
    ) -> list[Report]:
        """Record `outcomes`; `again` says whether what this run found before is told again."""
        return list(self._sorted_out(rule, outcomes, again))

    def _sorted_out(self, rule: Rule, outcomes: Iterable[Outcome], again: bool) -> Iterator[Report]:
        for outcome in outcomes:
            if isinstance(outcome, Open):
                self.undecided[rule.id, outcome.resource.urn, outcome.prop] = (rule, outcome)
            elif isinstance(outcome, Defect):
                self.defects[rule.id, outcome.resource.urn if outcome.resource else ""] = outcome
                yield Report(
                    rule.id, outcome.resource, Level.MANDATORY, outcome.message, rule, defect=True
                )
            else:
                yield from self._found(rule, outcome, again)

    def _found(self, rule: Rule, finding: Finding, again: bool) -> Iterator[Report]:
        key = (rule.id, finding.id_for(rule.id))
        if key in self.exempted or (key in self.findings and not again):
            return
        exemption = exemptions.match(
            finding, rule.id, self.exemptions, self.stack or self.seen, self.today
        )
        if exemption is not None:
            exemption.matched += 1
            self.exempted[key] = (rule, finding, exemption)
            return
        self.findings[key] = (rule, finding)
        message = self.shown(f"{finding.message}\nfix: {rule.card.fix}")
        yield Report(rule.id, finding.resource, self.level(rule), message, rule)

    def _undecidable(self, stack: Stack) -> Iterator[Exemption]:
        """Exemptions whose rule did not run, or not where they hold, or decided nothing there."""
        ran = {rule.id for rule in self.rules if self.level(rule) is not Level.DISABLED}
        early = {rule.id for rule in self.rules if not rule.needs_stack}
        open_at = [(rule.id, found.resource) for rule, found in self.undecided.values()]
        for item in self.exemptions:
            skipped = item.rule in early and any(
                self.seen.get(resource.urn) is None and item.names(resource, stack)
                for resource in stack
            )
            undecided = any(
                rule_id == item.rule and item.names(resource, stack)
                for rule_id, resource in open_at
            )
            if item.rule not in ran or skipped or undecided:
                yield item

    def _undecided_line(self) -> str:
        if not self.undecided:
            return ""
        found = [outcome for _, outcome in self.undecided.values()]
        values = {(item.resource.urn, item.prop): item for item in found}
        later = [item for item in values.values() if item.later]
        names = sorted(f"{item.resource.name}.{item.prop}" for item in values.values())
        when = " at preview" if self.phase == "preview" else ""
        because = []
        if later:
            count = _count(len(later), "value is", "values are")
            because.append(f"{count} known only after creation")
        if unclear := len(values) - len(later):
            because.append(f"{_count(unclear, 'value does', 'values do')} not say enough")
        checks = f"{_count(len(found), 'check', 'checks')} undecided{when}"
        return f"{checks}: {', '.join(because)} ({some(names)})"

    def _exemptions_line(self) -> str:
        in_force = self.in_force()
        if not in_force:
            return ""
        first = min(in_force, key=lambda item: item.days_left(self.today))
        days = _count(first.days_left(self.today), "day", "days")
        ends = "ends" if len(in_force) == 1 else "the first ends"
        return (
            f"{_count(len(in_force), 'exemption', 'exemptions')} in force, {ends} in {days} "
            f"({first.rule} for {first.target})"
        )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
