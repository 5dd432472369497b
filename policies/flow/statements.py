"""Which places a statement of a policy names, to allow or to deny."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from policies.flow.access import EVERY, Access
from policies.flow.model import Place
from policies.flow.places import Found, Places
from policies.iam import Statement, has_wildcard
from policies.values import UNKNOWN
from policies.views.attached import Attached


def resources(
    policy: Attached, statement: Statement, access: Access, places: Places
) -> Iterator[Found]:
    """The places of one kind that an allowing statement is about."""
    if access.actions == EVERY:
        # What the actions are about decides; a resource that is not known may be any.
        for pattern in statement.resources or ("",):
            yield from access.named(places, pattern if isinstance(pattern, str) else "")
        return
    if statement.not_resources:
        yield from _all_but(statement, access, places)
        return
    known = [pattern for pattern in statement.resources if isinstance(pattern, str)]
    if len(known) < len(statement.resources) and statement.nodes:
        for place in filter(None, map(places.at, statement.nodes)):
            if place.kind == access.kind:
                yield from (Found(place, rest=path) for path in statement.paths or ("",))
        return
    for pattern in known:
        yield from access.named(places, pattern)
    if len(known) < len(statement.resources):
        top = policy.prop.partition(".")[0].partition("[")[0]
        behind = places.behind(policy.holder.resource, top, access.kind)
        yield from (Found(place, certain=False, rest="*") for place in behind)


def _all_but(statement: Statement, access: Access, places: Places) -> Iterator[Found]:
    """`NotResource`: every place that it does not name."""
    if UNKNOWN in statement.not_resources:
        yield from (Found(p, certain=False, rest="*") for p in places.own(access.kind))
        return
    named = [
        found
        for pattern in statement.not_resources
        if isinstance(pattern, str)
        for found in access.named(places, pattern)
    ]
    left_out = {found.place for found in named if found.certain and found.rest in ("", "*")}
    in_part = {found.place for found in named}
    for place in places.own(access.kind):
        if place not in left_out:
            yield Found(place, certain=place not in in_part, rest="*")


def spelled_out(statement: Statement, access: Access, places: Places) -> set[Place]:
    """The places that the statement names without a wildcard in account or name."""
    spelled = [
        pattern
        for pattern in statement.resources
        if isinstance(pattern, str) and not has_wildcard(pattern.partition("/")[0])
    ]
    return {found.place for p in spelled for found in access.named(places, p)}


def denials(
    denying: Sequence[Statement],
    actions: Sequence[str],
    place: Place,
    access: Access,
    places: Places,
) -> Iterator[tuple[Statement, tuple[Found, ...]]]:
    """Those of the statements that deny one of `actions` at `place`, with how they name it."""
    for statement in denying:
        listed = access.actions == EVERY or any(map(statement.covers, actions))
        if not listed or statement.not_resources:
            continue
        named = tuple(
            found
            for pattern in statement.resources
            if isinstance(pattern, str)
            for found in access.named(places, pattern)
            if found.place == place and found.certain
        )
        if named:
            yield statement, named


def conditioned(statement: Statement) -> bool:
    """Whether a denial depends on more than what is put: then it may not hold."""
    keys = {str(k).lower() for keys in _mappings(statement.condition) for k in keys}
    return bool(keys - {"events:source", "events:detail-type", "dynamodb:leadingkeys"})


def _mappings(condition: Mapping[str, object]) -> Iterator[Mapping[object, object]]:
    for keys in condition.values():
        if isinstance(keys, Mapping):
            yield keys
