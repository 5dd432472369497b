"""CloudTrail: calls of AWS's own APIs, which come back as events of the default bus.

Who may make a call that a rule waits for starts what the rule starts, if a trail records it. It is
certain where a trail of the stack is known to; else possible, as any other of the account may.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from policies import iam
from policies.flow import pattern, recorded
from policies.flow.access import EVERY, Access, Target
from policies.flow.atoms import Atom, Not, Unclear
from policies.flow.model import Evidence, Fact, Listens, Place, Scope, Unfollowed
from policies.flow.overlap import ANYTHING, Glob, Overlap, literal
from policies.flow.overlap import iam as iam_glob
from policies.flow.pattern import Path, Pattern
from policies.flow.places import Found, Places
from policies.flow.scopes import EventFilter, Events
from policies.flow.services.events import bus_of, rule_filter
from policies.iam import Arn, wildcard_regex
from policies.views.cloudtrail import Trail
from policies.views.events import EventRule

KIND = "calls"
_SUFFIX = " calls"
_DATA = "data events"


def recorded_calls(view: EventRule, places: Places) -> Iterator[Fact]:
    name = view.peek("eventBusName")
    if name not in (None, "", "default") and not str(name).endswith("event-bus/default"):
        return  # Other buses get none, but what a rule of this one sends them.
    buses = [bus for bus in bus_of(view, places) if places.aws_name(bus.place) == "default"]
    passes = rule_filter(view) if buses and not view.stopped else None
    if not isinstance(passes, EventFilter):
        return
    if pattern.overlaps([passes.pattern, recorded.ANY_CALL]) is Overlap.NO:
        return
    for service in recorded.services_of(passes.pattern):
        if not service:
            yield Unfollowed(view.resource, "rule on recorded calls of any service")
            continue
        for bus in buses:
            yield from _come(service, bus, view, places)


def _come(service: str, bus: Found, view: EventRule, places: Places) -> Iterator[Listens]:
    """What a trail tells the bus: management events, and data events where there are some."""
    calls = places.named(f"{service}{_SUFFIX}", KIND)[0].place
    type_, data = recorded.DATA.get(service, ("", ()))
    parts: list[tuple[str, str, list[Atom]]] = [("management events", "", [Not(data)])]
    if data:
        parts.append((_DATA, type_ or "unknown", [*data]))
    region = view.peek("region")
    here = region if isinstance(region, str) else places.region
    for label, wanted, atoms in parts:
        trails = view.stack.of(Trail) if view.stack else []
        trail = next((t for t in trails if t.records(service, wanted, region)), None)
        doubt = "" if trail else f"no trail of the stack is known to record {label} of {service}"
        if service in recorded.US_EAST_1_ONLY and here != "us-east-1":
            doubt = f"calls of {service} are recorded in us-east-1 alone"
        part = pattern.fact({recorded.EVENT_NAME: atoms})
        evidence = Evidence(view.resource, "eventPattern")
        if trail:
            evidence = Evidence(trail.resource, trail.selectors)
        yield Listens(
            calls,
            bus.place,
            "come by CloudTrail to",
            evidence,
            bus.certain and not doubt,
            EventFilter(part, label),
            label,
            carry=lambda scope, label=label, part=part: (
                scope.also(label, part) if isinstance(scope, Events) else scope
            ),
            doubt=doubt,
        )


def _calls(places: Places, resource: str) -> list[Found]:
    """Every kind of call that rules of the same account wait for, and what it may be about."""
    watched = list(places.of(KIND))
    arn = Arn.parse(resource)
    home = ((arn.region, places.region), (arn.account, places.account)) if arn else ()
    if any(part and own and not wildcard_regex(part).fullmatch(own) for part, own in home):
        return []
    own = [place for place in watched if places.named(place.name, KIND)[0].place == place]
    return [Found(place, rest=resource) for place in own]


def _about(place: Place, actions: Sequence[str]) -> tuple[str, ...]:
    own = recorded.prefix_of(place.name.removesuffix(_SUFFIX))
    return tuple(
        action
        for action in actions
        if wildcard_regex(action.lower().partition(":")[0]).fullmatch(own)
    )


def _scopes(target: Target) -> Iterator[Scope]:
    """The calls of a role, by their names, by who makes them and, in S3, by what they are about."""
    service = target.place.name.removesuffix(_SUFFIX)
    fits = [found.rest for found in target.allowed if _fits(found.rest, service)]
    if not fits:
        return
    allowed = recorded.names(service, target.actions)
    facts: dict[Path, list[Atom]] = {**recorded.origin(service), recorded.EVENT_NAME: [*allowed]}
    facts.update(_caller(target))
    known = {f"{service} {' '.join(target.actions)} by {_name(target)}": pattern.fact(facts)}
    left_out = _about(target.place, target.statement.not_actions)
    if left_out:
        known[f"but {left_out}"] = _but(recorded.names(service, left_out))
    for statement, _ in target.denials:
        denied = _about(target.place, statement.actions or EVERY)
        if "*" in statement.resources and statement.actions and not statement.condition:
            known[f"denied {denied}"] = _but(recorded.names(service, denied))
        elif denied:
            known["denied in part"] = pattern.fact({recorded.EVENT_NAME: [Unclear()]})
    if service == "s3":
        known.update(_objects(fits))
    yield Events(known, recorded=True)


def _but(names: Sequence[Glob]) -> Pattern:
    return pattern.fact({recorded.EVENT_NAME: [Not(tuple(names))]})


def _fits(resource: str, service: str) -> bool:
    arn = Arn.parse(resource)
    return arn is None or arn.service in ("*", recorded.prefix_of(service))


def _name(target: Target) -> str:
    name = target.role.properties.get("name") if target.role else None
    return name if isinstance(name, str) else ""


def _caller(target: Target) -> Mapping[Path, list[Atom]]:
    """What `userIdentity` says of a role."""
    issuer = ("detail", "userIdentity", "sessionContext", "sessionIssuer")
    facts: dict[Path, list[Atom]] = {
        ("detail", "userIdentity", "type"): [literal("AssumedRole")],
        (*issuer, "type"): [literal("Role")],
    }
    if name := _name(target):
        facts[(*issuer, "userName")] = [literal(name)]
        session = iam_glob(f"arn:*:sts::*:assumed-role/{name}/*")
        facts["detail", "userIdentity", "arn"] = [session]
    arn = target.role.properties.get("arn") if target.role else None
    if isinstance(arn, str):
        facts[(*issuer, "arn")] = [literal(arn)]
    return facts


def _objects(resources: Sequence[str]) -> Iterator[tuple[str, Pattern]]:
    """Buckets and keys, and whether only buckets or only objects are meant, where it is known."""
    arns = [iam.Arn("aws", "s3", "", "", "*") if r == "*" else Arn.parse(r) for r in resources]
    parts = [arn.resource.partition("/") for arn in arns if arn]
    if len(parts) < len(resources):
        return
    objects = [iam_glob(keys) if slash else ANYTHING for bucket, slash, keys in parts
               if slash or bucket.endswith("*")]  # fmt: skip
    buckets = any(not slash for _, slash, _ in parts)
    said = " ".join(sorted(resources))
    named: list[Atom] = [iam_glob(bucket) for bucket, _, _ in parts]
    yield f"in {said}", pattern.fact({("detail", "requestParameters", "bucketName"): named})
    data = recorded.DATA["s3"][1]
    if not objects:
        yield "buckets alone", _but(data)
        return
    yield f"keys in {said}", pattern.fact({("detail", "requestParameters", "key"): [*objects]})
    if not buckets:
        yield _DATA, pattern.fact({recorded.EVENT_NAME: [*data]})


TYPES = ()
ACCESS = (Access(KIND, EVERY, "{name}", find=_calls, scopes=_scopes, about=_about),)
FACTS = {EventRule: recorded_calls}
