"""Which place a property, an ARN or a pattern of ARNs means: the table that joins URNs and names.

At preview places are known by their URNs and a property by the resources that it depends on;
during an update by the names inside ARNs; at its end by the ARNs themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from policies import iam
from policies.flow import arns
from policies.flow.home import differ, home
from policies.flow.model import Place
from policies.values import UNKNOWN
from policies.view import Resource, Stack, Undecided, View


@dataclass(frozen=True, slots=True)
class PlaceType:
    """A resource type that is a place."""

    token: str
    kind: str
    name: str = "name"
    """Property with the AWS name."""
    stands_for: str = ""
    """Property that names the place this one is only another name of (an alias of a function)."""
    arn: str = "arn"
    """Property with the ARN that policies name."""


@dataclass(frozen=True, slots=True)
class Found:
    place: Place
    certain: bool = True
    """False where it is one of several candidates."""
    rest: str = ""
    """What came after the name: a qualifier, the keys of a bucket."""


_ADDRESSES = (
    "arn",
    "id",
    "url",
    "streamArn",
    "invokeArn",
    "qualifiedArn",
    "qualifiedInvokeArn",
    "executionArn",
)


@dataclass(eq=False)
class _Known:
    """What all stacks that are looked at together know of each other's places."""

    by_urn: dict[str, Place] = field(default_factory=dict)
    by_address: dict[str, Place] = field(default_factory=dict)
    by_name: dict[tuple[str, str], list[Place]] = field(default_factory=dict)
    by_kind: dict[str, dict[str, Place]] = field(default_factory=dict)
    arn: dict[str, str] = field(default_factory=dict)
    name: dict[str, str] = field(default_factory=dict)
    stacks: dict[str, Places] = field(default_factory=dict)
    """URN of each place → the stack that it is in."""
    parts: list[Places] = field(default_factory=list)


class Places:
    """The places of a stack, and those outside it that the stack names.

    With `beside`, the places of another stack, the two know each other: what one names may be in
    the other. Names without an ARN, and `*`, mean what is in the same account and region.
    """

    def __init__(
        self, stack: Stack, types: Mapping[str, PlaceType], beside: Places | None = None
    ) -> None:
        self._stack = stack
        self._types = types
        self._known = beside._known if beside else _Known()
        self._number = len(self._known.parts)
        self._known.parts.append(self)
        self._own: dict[str, dict[str, Place]] = {}
        self._following: set[str] = set()
        for resource in stack.typed(*types):
            self.add(resource)
        own = (place for places in self._own.values() for place in places.values())
        self.region, self.account = home(stack, map(self.arn, own))

    def add(self, resource: Resource) -> None:
        """Take in a resource of one of the types."""
        type_, known = self._types[resource.type], self._known
        if type_.stands_for or resource.urn in known.by_urn:
            return
        place = Place(type_.kind, resource.urn, resource.name, resource.urn)
        known.by_urn[place.urn] = place
        known.stacks[place.urn] = self
        self._keep(place)
        properties = resource.properties
        for address in _ADDRESSES:
            value = properties.get(address)
            if isinstance(value, str) and ":" in value:
                known.by_address[value] = place
        arn, name = properties.get(type_.arn), properties.get(type_.name)
        if isinstance(arn, str) and arn:
            known.arn[place.key] = arn
            # Ids are no property of every provider's resources, and stand in ARNs.
            if name is None and (ref := arns.parse(arn)):
                name = ref.name
        if isinstance(name, str) and name:
            known.name[place.key] = name
            known.by_name.setdefault((place.kind, name), []).append(place)

    def _keep(self, place: Place) -> None:
        self._known.by_kind.setdefault(place.kind, {})[place.key] = place
        self._own.setdefault(place.kind, {})[place.key] = place

    def of(self, kind: str) -> Iterable[Place]:
        """Every place of a kind, also those outside the stack that were named so far."""
        return self._known.by_kind.get(kind, {}).values()

    def own(self, kind: str) -> list[Place]:
        """Every place of a kind in this stack, and those outside all that it has named so far."""
        return list(self._own.get(kind, {}).values())

    def resource(self, place: Place) -> Resource | None:
        holder = self._known.stacks.get(place.urn)
        return holder._stack.get(place.urn) if holder else None

    def holding(self, place: Place) -> Places:
        """The view of the stack that makes `place`; of this one, if none does."""
        return self._known.stacks.get(place.urn, self)

    def home_of(self, place: Place) -> tuple[str, str]:
        """Region and account of `place`, as far as its ARN or its stack shows them."""
        ref = arns.parse(self.arn(place))
        holder = self._known.stacks.get(place.urn)
        home = (holder.region, holder.account) if holder else ("", "")
        return (ref.region or home[0], ref.account or home[1]) if ref else home

    def across(self, place: Place) -> bool:
        """Whether `place` is known to be in another account than this stack."""
        account = self.home_of(place)[1]
        return bool(account and self.account and account != self.account)

    def arn(self, place: Place) -> str:
        """Empty where it is not known."""
        return self._known.arn.get(place.key, "")

    def aws_name(self, place: Place) -> str:
        """The name in AWS; empty where it is not known."""
        return self._known.name.get(place.key, "")

    def at(self, urn: str) -> Place | None:
        """The place that the resource is, or stands for."""
        place = self._known.by_urn.get(urn)
        if place is not None:
            return place
        resource = self._stack.get(urn)
        type_ = self._types.get(resource.type) if resource else None
        if resource is None or type_ is None or not type_.stands_for or urn in self._following:
            return None
        self._following.add(urn)
        try:
            found = self.find(View(resource, self._stack), type_.stands_for, type_.kind)
        except Undecided:
            return None
        finally:
            self._following.discard(urn)
        return found[0].place if len(found) == 1 else None

    def find(self, view: View, path: str, *kinds: str) -> list[Found]:
        """What the property at `path` names, of these kinds (any, where none is given).

        Empty where the property is absent or names something that is no place. Raises
        `Undecided` where nothing says what an unknown value will be.
        """
        value = view.peek(path)
        if value is None or value == "":
            return []
        top = path.partition(".")[0].partition("[")[0]
        behind = self.behind(view.resource, top, *kinds)
        if value is UNKNOWN:
            if not behind:
                raise Undecided(view.resource, path)
            return [Found(place, len(behind) == 1) for place in behind]
        if not isinstance(value, str):
            raise Undecided(view.resource, path, "is not text")
        found = self._in_stack(value, kinds)
        linked = [item for item in found if item.place in behind]
        if linked or found:
            return linked or found
        if value.startswith("https://") or ":appsync:" in value:
            # Addresses hold ids that no other property has: what stands behind is what is meant.
            return [Found(place, len(behind) == 1) for place in behind] or _listed(
                self._outside(value, kinds)
            )
        # A name that is already known, on a place whose own name is not.
        nameless = [place for place in behind if not self.aws_name(place) and not self.arn(place)]
        if nameless:
            return [Found(place, len(nameless) == 1) for place in nameless]
        return _listed(self._outside(value, kinds))

    def behind(self, resource: Resource, prop: str, *kinds: str) -> list[Place]:
        """The places that the property depends on; known before any ARN is."""
        places = (self.at(urn) for urn in resource.property_dependencies.get(prop, ()))
        return list(dict.fromkeys(p for p in places if p and (p.kind in kinds or not kinds)))

    def inside(self, view: View, prop: str, key: str, kind: str) -> list[Found]:
        """Like `find`, for an ARN at `key` of the JSON text at `prop` (a redrive policy)."""
        value = view.peek(prop)
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                raise Undecided(view.resource, prop, "is not JSON") from None
        if not isinstance(value, dict):
            return self.find(view, prop, kind)
        arn = value.get(key)
        if arn is not UNKNOWN:
            return self.named(arn, kind) if isinstance(arn, str) and arn else []
        behind = self.behind(view.resource, prop, kind)
        return [Found(place, len(behind) == 1) for place in behind]

    def named(self, text: str, kind: str) -> list[Found]:
        """The places that an ARN, URL or name means; one outside the stack if none in it."""
        found = self._in_stack(text, (kind,))
        if found:
            return found
        return _listed(self._outside(text, (kind,)))

    def _in_stack(self, text: str, kinds: tuple[str, ...]) -> list[Found]:
        place = self._known.by_address.get(text)
        if place is not None:
            return [Found(place)] if not kinds or place.kind in kinds else []
        ref = arns.parse(text)
        if ref is None:
            named = [p for kind in kinds for p in self._called(kind, text)]
            return [Found(place, len(named) == 1) for place in named]
        if kinds and ref.kind not in kinds:
            return []
        found = self._known.by_name.get((ref.kind, ref.name), ())
        named = [place for place in found if self._may_be(place, ref)]
        return [Found(p, len(named) == 1 and self._sure(p, ref), ref.rest) for p in named]

    def _called(self, kind: str, name: str) -> list[Place]:
        """The places that a bare name means: of this stack, else beside it in the same account."""
        named = self._known.by_name.get((kind, name), [])
        own = [place for place in named if self._holds(place)]
        here = (self.region, self.account)
        return own or [place for place in named if all(here) and self.home_of(place) == here]

    def _holds(self, place: Place) -> bool:
        return self._known.stacks.get(place.urn) is self

    def _sure(self, place: Place, ref: arns.Ref) -> bool:
        """Whether `place`, which may be what `ref` names, is known to be that."""
        if self._holds(place):
            return not self._elsewhere(ref)
        return bool(self.arn(place)) or self.home_of(place) == (ref.region, ref.account)

    def _may_be(self, place: Place, ref: arns.Ref) -> bool:
        """Whether nothing that is known of `place` speaks against `ref`."""
        own = arns.parse(self.arn(place))
        if own is not None:
            return all(not theirs or mine == theirs for mine, theirs in _where(own, ref))
        resource = self.resource(place)
        region = resource.properties.get("region") if resource else None
        if isinstance(region, str) and ref.region and region != ref.region:
            return False
        return self._holds(place) or not differ(self.home_of(place), (ref.region, ref.account))

    def _elsewhere(self, ref: arns.Ref) -> bool:
        return differ((self.region, self.account), (ref.region, ref.account))

    def _outside(self, text: str, kinds: tuple[str, ...]) -> Found | None:
        ref = arns.parse(text)
        if ref is None:
            if len(kinds) != 1 or ":" in text or ("/" in text and kinds != ("log group",)):
                return None
            ref = arns.Ref(kinds[0], text)
        if kinds and ref.kind not in kinds:
            return None
        key = f"{ref.kind}:{ref.name}{self._away(ref)}"
        place = Place(ref.kind, key, ref.name)
        self._keep(place)
        self._known.name[key] = ref.name
        if text.startswith("arn:"):
            self._known.arn.setdefault(key, text)
        return Found(place, rest=ref.rest)

    def _away(self, ref: arns.Ref) -> str:
        """Where `ref` is, unless the first stack is there, too; some names are global."""
        first = self._known.parts[0]
        if ref.kind in ("bucket", "domain"):
            return ""
        if first is self:
            return f"@{ref.region}:{ref.account}" if self._elsewhere(ref) else ""
        # A stack that does not show where it is keeps what is its own to itself.
        region = ref.region or self.region
        account = ref.account or self.account or f"account of stack {self._number}"
        if (region, account) == (first.region, first.account):
            return ""
        return f"@{region}:{account}"

    def matching(self, pattern: str, kind: str, resource_part: str) -> list[Found]:
        """The places of `kind` that a pattern of ARNs covers.

        `resource_part` is how the last part of such an ARN is made (`table/{name}`).
        """
        if not iam.has_wildcard(pattern):
            return self.named(pattern, kind) if arns.parse(pattern) else []
        if pattern == "*":
            return [Found(place) for place in self.own(kind)]
        wanted = iam.Arn.parse(pattern)
        if wanted is None:
            return []
        found = []
        for place in list(self.of(kind)):
            hit = self._covered(place, pattern, wanted, resource_part)
            if hit is not False:
                found.append(Found(place, certain=hit is True))
        return found

    def _covered(
        self, place: Place, pattern: str, wanted: iam.Arn, resource_part: str
    ) -> bool | None:
        """None where the name that decides it is not known."""
        if arn := self.arn(place):
            return iam.arn_matches(pattern, arn)
        name = self.aws_name(place)
        last = iam.wildcard_regex(wanted.resource)
        start = resource_part.partition("{name}")[0]
        if not name:
            starts = wanted.resource.startswith(start) or "*" in wanted.resource[: len(start) + 1]
            return None if starts else False
        return last.fullmatch(resource_part.format(name=name)) is not None


def _listed(found: Found | None) -> list[Found]:
    return [found] if found else []


def _where(one: arns.Ref, other: arns.Ref) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one.region, other.region), (one.account, other.account)
