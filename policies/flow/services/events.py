"""EventBridge: buses, kept apart by the patterns of their rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policies.flow import arns, pattern, recorded
from policies.flow.access import Access, Target
from policies.flow.atoms import Atom, Not, Unclear
from policies.flow.model import Evidence, Fact, Filter, Listens, Place, Scope, Unfollowed
from policies.flow.overlap import Glob, literal, prefix
from policies.flow.overlap import iam as iam_glob
from policies.flow.pattern import Pattern
from policies.flow.places import Found, Places, PlaceType
from policies.flow.scopes import NO_ATTRIBUTES, EventFilter, Events, Requests, Unknown, requests
from policies.flow.services import graphql
from policies.iam import Statement
from policies.values import UNKNOWN
from policies.view import View
from policies.views.events import EventRule, EventTarget

TYPES = (
    PlaceType("aws:cloudwatch/eventBus:EventBus", "bus"),
    PlaceType("aws:cloudwatch/eventRule:EventRule", "rule"),
    PlaceType("aws:cloudwatch/eventApiDestination:EventApiDestination", "API destination"),
)

TARGETS = (
    "function",
    "queue",
    "topic",
    "bus",
    "state machine",
    "stream",
    "delivery stream",
    "API destination",
    "API",
    "GraphQL API",
    "log group",
)
"""What a rule, a schedule or a pipe can start, of what this graph follows."""

_CUSTOM = pattern.fact({("source",): [Not((prefix("aws."),))]})
"""Nobody but AWS itself may put events whose source starts with `aws.`."""

_FIELDS = {"events:source": ("source",), "events:detail-type": ("detail-type",)}


def default_bus(view: View, places: Places) -> Place:
    """The bus that every account has in every region."""
    region = view.peek("region")
    if isinstance(region, str) and region and places.region not in ("", region):
        arn = f"arn:aws:events:{region}:{places.account}:event-bus/default"
        if elsewhere := places.named(arn, "bus"):
            return elsewhere[0].place
    return places.named("default", "bus")[0].place


def _scopes(target: Target) -> Iterator[Scope]:
    facts = {"custom": _CUSTOM}
    facts.update(_conditions(target.statement))
    for statement, _ in target.denials:
        if not statement.condition:
            return
        left = _conditions(statement, denied=True)
        # A denial with two conditions holds only for events that meet both.
        facts.update(left if len(left) == 1 else {})
    yield Events(facts)


def _conditions(statement: Statement, denied: bool = False) -> dict[str, Pattern]:
    """What the conditions of a statement say of the events that may be put."""
    found = {}
    for key, path in _FIELDS.items():
        for operator, values in statement.condition_values(key).items():
            atoms = condition(operator, values, denied)
            if atoms:
                name = f"{'deny' if denied else 'allow'} {key} {operator} {values}"
                found[name] = pattern.fact({path: atoms})
    return found


def condition(operator: str, values: tuple[Any, ...], denied: bool) -> list[Atom]:
    """What one operator of a condition says of a field; empty where it says nothing for certain."""
    quantifier, _, name = operator.rpartition(":")
    if quantifier.lower() == "foranyvalue":
        return []  # One event of the request meets it, the others need not.
    name = name.lower().removesuffix("ifexists")
    texts = [value for value in values if isinstance(value, str)]
    globs: list[Glob]
    if "like" in name:
        globs = [iam_glob(text) for text in texts]
    else:
        globs = [literal(text, fold="ignorecase" in name) for text in texts]
    if not name.startswith("string"):
        return []
    negative = ("not" in name) != denied
    if UNKNOWN in values:
        # Less can be ruled out than is written; what is known may still let something through.
        return [] if negative else [*globs, Unclear()]
    return [Not(tuple(globs))] if negative else list(globs)


def _buses(places: Places, resource: str) -> list[Found]:
    if resource == "*":
        places.named("default", "bus")  # It is always there, named or not.
    return places.matching(resource, "bus", "event-bus/{name}")


ACCESS = (Access("bus", ("events:PutEvents",), "event-bus/{name}", find=_buses, scopes=_scopes),)


def target(view: EventTarget, places: Places) -> Iterator[Fact]:
    ends = places.find(view, "arn", *TARGETS)
    arn = view.peek("arn")
    if not ends and isinstance(arn, str):
        yield Unfollowed(view.resource, f"target {arns.service(arn)}")
    for rule in places.find(view, "rule", "rule"):
        resource = places.resource(rule.place)
        settings = EventRule(resource) if resource else None
        if settings and settings.stopped:
            continue
        passes = rule_filter(settings) if settings else Unknown()
        bus = bus_of(settings or view, places)
        if passes is None:
            bus = [Found(rule.place)]  # A schedule: it listens to no bus.
        for source in bus:
            yield from _targets(view, source, rule, ends, passes, places)


def _targets(
    view: EventTarget,
    source: Found,
    rule: Found,
    ends: list[Found],
    passes: Filter | None,
    places: Places,
) -> Iterator[Fact]:
    certain = source.certain and rule.certain
    channel = rule.place.key if passes else ""
    note = f"rule {rule.place.name}"
    for end in ends:
        yield Listens(
            source.place,
            end.place,
            "starts" if end.place.kind in ("function", "state machine") else "delivers to",
            Evidence(view.resource, "arn", note),
            certain and end.certain and end.place.kind != "GraphQL API",
            passes,
            channel,
            _carry(view, end, rule.place, passes),
            doubt=graphql.DOUBT if end.place.kind == "GraphQL API" else "",
        )
    for failed in places.find(view, "deadLetterConfig.arn", "queue"):
        yield Listens(
            source.place,
            failed.place,
            "sends failed events to",
            Evidence(view.resource, "deadLetterConfig.arn", note),
            certain and failed.certain,
            passes,
            channel,
        )


def _carry(view: EventTarget, end: Found, rule: Place, passes: Filter | None) -> Any:
    if end.place.kind == "topic":
        return lambda _: NO_ATTRIBUTES
    if end.place.kind == "API" and end.rest:
        return lambda _: Requests((requests(end.rest),), only_one=True)
    if end.place.kind == "GraphQL API":
        asked = graphql.called(view.peek("appsyncTarget.graphqlOperation"))
        return lambda _: asked
    if end.place.kind != "bus":
        return None

    def forwarded(scope: Scope) -> Scope:
        if not isinstance(passes, EventFilter):
            return scope
        events = scope if isinstance(scope, Events) else Events({})
        return events.also(rule.key, passes.pattern)

    return forwarded


def bus_of(view: View, places: Places) -> list[Found]:
    if view.peek("eventBusName") in (None, "", "default"):
        return [Found(default_bus(view, places))]
    return places.find(view, "eventBusName", "bus")


def rule_filter(rule: EventRule) -> EventFilter | Unknown | None:
    """The pattern of a rule; None for one that runs on a schedule."""
    source = rule.peek("eventPattern")
    if source is None or source == "":
        return None
    label = f"rule {rule.name}"
    if source is UNKNOWN:
        return Unknown(label)
    try:
        return EventFilter(pattern.parse(source), label, recorded.let_through(rule))
    except ValueError:
        return Unknown(label)


FACTS = {EventTarget: target}
