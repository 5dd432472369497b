"""What a role lets somebody write to: places, with what may be put there.

From policy documents where they are known, from the grants of components before that, and
otherwise from nothing but the resources that a document depends on.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from policies.flow.model import Evidence, Gap, Place, Scope
from policies.flow.places import Found, Places
from policies.flow.sharing import Shared, Sharing
from policies.iam import Statement, has_wildcard
from policies.values import UNKNOWN
from policies.view import Resource, Stack
from policies.views.attached import Attached, documents_by_role


@dataclass(frozen=True, slots=True)
class Target:
    """What one statement allows at one place."""

    place: Place
    actions: tuple[str, ...]
    allowed: tuple[Found, ...]
    """The place as the statement's resources name it, once for each."""
    statement: Statement
    denials: tuple[tuple[Statement, tuple[Found, ...]], ...]
    """Statements that deny one of the actions, with how they name the place."""
    resource: Resource | None = None
    """The place itself, if one of the stacks makes it."""
    role: Resource | None = None
    """Who may write, if one of the stacks makes it."""


EVERY = ("*",)
"""Actions of an access that no list names."""


@dataclass(frozen=True, slots=True)
class Access:
    """How places of one kind are written to."""

    kind: str
    actions: tuple[str, ...]
    resource: str
    """Last part of the ARN that policies name (`table/{name}`)."""
    find: Callable[[Places, str], list[Found]] | None = None
    """Finds places by a pattern of ARNs, where names and wildcards are not all there is."""
    scopes: Callable[[Target], Iterator[Scope]] | None = None
    """What may be put there, once for each part; None yields "anything" unless it is denied."""
    doubt: str = ""
    """Why no right to write there is certain to cause something; empty where it is."""
    about: Callable[[Place, Sequence[str]], tuple[str, ...]] | None = None
    """With `EVERY` action: those patterns of actions that are about a place."""

    def named(self, places: Places, pattern: str) -> list[Found]:
        """The places that a pattern of ARNs covers."""
        if self.find is not None:
            return self.find(places, pattern)
        return places.matching(pattern, self.kind, self.resource)


@dataclass(frozen=True, eq=False)
class Write:
    """A role may put `scope` into `place`."""

    place: Place
    action: str
    evidence: Evidence
    scope: Scope = None
    certain: bool = True
    doubt: str = ""


@dataclass(frozen=True, eq=False)
class Rights:
    """All that one role may write to."""

    writes: tuple[Write, ...] = ()
    maybe: tuple[Write, ...] = ()
    """What an unknown document may be about: writing, or only reading."""
    gaps: tuple[Gap, ...] = ()


_AWS_POLICIES = re.compile(r"arn:aws[\w-]*:iam::aws:policy/(?:[\w-]+/)*(?P<name>[\w+=,.@-]+)$")
_WRITING_POLICIES: dict[str, tuple[str, ...]] = {
    "AdministratorAccess": ("*",),
    "PowerUserAccess": ("*",),
    "AWSLambdaRole": ("lambda:InvokeFunction",),
    "AWSLambda_FullAccess": ("lambda:*",),
    "AmazonSQSFullAccess": ("sqs:*",),
    "AmazonSNSFullAccess": ("sns:*",),
    "AmazonS3FullAccess": ("s3:*",),
    "AmazonEventBridgeFullAccess": ("events:*", "pipes:*", "scheduler:*"),
    "CloudWatchEventsFullAccess": ("events:*",),
    "AmazonDynamoDBFullAccess": ("dynamodb:*", "kinesis:*"),
    "AmazonDynamoDBFullAccess_v2": ("dynamodb:*",),
    "AmazonKinesisFullAccess": ("kinesis:*",),
    "AmazonKinesisFirehoseFullAccess": ("firehose:*",),
    "AWSStepFunctionsFullAccess": ("states:*",),
}
"""AWS's own policies that let somebody write to what this graph follows, with those actions."""


@dataclass(frozen=True, eq=False)
class _Holder:
    """A role, and what is forbidden to it wherever it goes."""

    role: Place
    denials: tuple[Statement, ...] = ()


class Permissions:
    """The rights of every role of the stacks, each worked out once, when asked for."""

    def __init__(self, parts: Sequence[tuple[Stack, Places]], access: Sequence[Access]) -> None:
        self._sharing = Sharing(parts)
        self._of_stack = {
            id(places): _OfStack(stack, places, access, self._sharing) for stack, places in parts
        }
        self._first = parts[0][1]
        self._rights: dict[str, Rights] = {}

    def of(self, role: Place) -> Rights:
        if role.key not in self._rights:
            of_stack = self._of_stack[id(self._first.holding(role))]
            self._rights[role.key] = of_stack.work_out(role)
        return self._rights[role.key]

    @property
    def unfollowed(self) -> int:
        """How many statements let something write to every place of an account."""
        return sum(of_stack.everywhere for of_stack in self._of_stack.values())


class _OfStack:
    """The roles of one stack."""

    def __init__(
        self, stack: Stack, places: Places, access: Sequence[Access], sharing: Sharing
    ) -> None:
        self._places = places
        # What any action is about is asked for only where something waits for it.
        self._access = {
            item.kind: item for item in access if item.actions != EVERY or places.of(item.kind)
        }
        self._policies = documents_by_role(stack)
        self._sharing = sharing
        self.everywhere = 0

    def work_out(self, role: Place) -> Rights:
        policies = self._policies.get(role.urn, ())
        writes: list[Write] = []
        maybe: list[Write] = []
        gaps: list[Gap] = []
        holder = _Holder(
            role,
            tuple(
                statement
                for policy in policies
                if policy.document
                for statement in policy.document
                if not statement.allows and not self._conditioned(statement)
            ),
        )
        for policy in policies:
            if policy.document is not None:
                for statement in policy.document.allowing():
                    writes += self._allowed(policy, statement, holder)
            elif policy.because is not None:
                behind = self._behind(policy)
                maybe += behind
                if not behind:
                    because = policy.because
                    gaps.append(Gap(because.resource, because.prop, because.because))
            else:
                writes += self._managed(policy, holder)
                if not _AWS_POLICIES.match(policy.managed):
                    because = f"{policy.managed} is made elsewhere: what it allows is not known"
                    gaps.append(Gap(policy.holder.resource, policy.prop, because))
        for item in self._sharing.with_role(role):
            writes += self._let(item, holder)
        return Rights(tuple(writes), tuple(maybe), tuple(gaps))

    def _let(self, item: Shared, holder: _Holder) -> Iterator[Write]:
        """What a resource policy lets the role do; in another account its own must, too."""
        place = item.place.place
        access = self._access[place.kind]
        if item.statement is None:
            doubt = "the policy is known only after creation"
            yield Write(place, "write", item.evidence, certain=False, doubt=doubt)
        elif item.statement.allows and not self._places.across(place):
            actions = covered_access(item.statement, (access,)).get(access, ())
            patterns = [p for p in item.statement.resources if isinstance(p, str)]
            named = [f for p in patterns for f in access.named(self._places, p) if f.place == place]
            if len(patterns) < len(item.statement.resources) or not patterns:
                named.append(Found(place, rest="*"))
            if actions and named:
                allowed = [Found(place, item.place.certain and f.certain, f.rest) for f in named]
                yield from self._writes(
                    place, access, actions, allowed, item.statement, holder, item.evidence
                )

    @staticmethod
    def _conditioned(statement: Statement) -> bool:
        """Whether a denial depends on more than what is put: then it may not hold."""
        keys = {str(k).lower() for keys in _mappings(statement.condition) for k in keys}
        return bool(keys - {"events:source", "events:detail-type", "dynamodb:leadingkeys"})

    def _managed(self, policy: Attached, holder: _Holder) -> Iterator[Write]:
        statement = managed_statement(policy)
        if statement is not None:
            yield from self._allowed(policy, statement, holder, f"AWS's policy {statement.sid}")

    def _behind(self, policy: Attached) -> list[Write]:
        """What an unknown document may be about: the resources that it depends on."""
        top = policy.prop.partition(".")[0].partition("[")[0]
        places = self._places.behind(policy.holder.resource, top, *self._access)
        evidence = Evidence(policy.holder.resource, policy.prop)
        doubt = "the document is known only after creation"
        return [Write(p, "write", evidence, certain=False, doubt=doubt) for p in places]

    def _allowed(
        self, policy: Attached, statement: Statement, holder: _Holder, note: str = ""
    ) -> Iterator[Write]:
        evidence = Evidence(
            policy.holder.resource, policy.prop, note or f"statement {statement.number}"
        )
        covered = covered_access(statement, tuple(self._access.values()))
        listed = any(access.actions != EVERY for access in covered)
        self.everywhere += listed and "*" in statement.resources
        for access, actions in covered.items():
            by_place: dict[Place, list[Found]] = {}
            for found in self._resources(policy, statement, access):
                by_place.setdefault(found.place, []).append(found)
            for place, allowed in by_place.items():
                own = access.about(place, actions) if access.about else actions
                if own:
                    yield from self._writes(
                        place, access, own, allowed, statement, holder, evidence
                    )

    def _writes(
        self,
        place: Place,
        access: Access,
        actions: tuple[str, ...],
        allowed: Sequence[Found],
        statement: Statement,
        holder: _Holder,
        evidence: Evidence,
    ) -> Iterator[Write]:
        certain = any(found.certain for found in allowed)
        doubt = "" if certain else "its resources are known only after creation"
        if access.doubt:
            certain, doubt = False, doubt or access.doubt
        own, sharing = self._places.account, self._sharing
        if self._places.across(place) and not sharing.lets_in(holder.role, own, place, actions):
            if place not in self._spelled_out(statement, access):
                return
            certain, doubt = False, f"{place.name} is in an account that has to allow it, too"
        its_own = sharing.denying(holder.role, own, place)
        denials = [*holder.denials, *(s for s in its_own if not self._conditioned(s))]
        denied = tuple(self._denials(denials, actions, place, access))
        resource = self._places.resource(place)
        role = self._places.resource(holder.role)
        target = Target(place, actions, tuple(allowed), statement, denied, resource, role)
        for scope in (access.scopes or _anything)(target):
            yield Write(place, actions[0], evidence, scope, certain, doubt)

    def _spelled_out(self, statement: Statement, access: Access) -> set[Place]:
        """The places that the statement names without a wildcard in account or name."""
        spelled = [
            pattern
            for pattern in statement.resources
            if isinstance(pattern, str) and not has_wildcard(pattern.partition("/")[0])
        ]
        return {found.place for p in spelled for found in access.named(self._places, p)}

    def _resources(self, policy: Attached, statement: Statement, access: Access) -> Iterator[Found]:
        if access.actions == EVERY:
            # What the actions are about decides; a resource that is not known may be any.
            for pattern in statement.resources or ("",):
                yield from access.named(self._places, pattern if isinstance(pattern, str) else "")
            return
        if statement.not_resources:
            yield from self._all_but(statement, access)
            return
        known = [pattern for pattern in statement.resources if isinstance(pattern, str)]
        if len(known) < len(statement.resources) and statement.nodes:
            for place in filter(None, map(self._places.at, statement.nodes)):
                if place.kind == access.kind:
                    yield from (Found(place, rest=path) for path in statement.paths or ("",))
            return
        for pattern in known:
            yield from access.named(self._places, pattern)
        if len(known) < len(statement.resources):
            top = policy.prop.partition(".")[0].partition("[")[0]
            behind = self._places.behind(policy.holder.resource, top, access.kind)
            yield from (Found(place, certain=False, rest="*") for place in behind)

    def _all_but(self, statement: Statement, access: Access) -> Iterator[Found]:
        """`NotResource`: every place that it does not name."""
        if UNKNOWN in statement.not_resources:
            yield from (Found(p, certain=False, rest="*") for p in self._places.own(access.kind))
            return
        named = [
            found
            for pattern in statement.not_resources
            if isinstance(pattern, str)
            for found in access.named(self._places, pattern)
        ]
        left_out = {found.place for found in named if found.certain and found.rest in ("", "*")}
        in_part = {found.place for found in named}
        for place in self._places.own(access.kind):
            if place not in left_out:
                yield Found(place, certain=place not in in_part, rest="*")

    def _denials(
        self,
        denials: Sequence[Statement],
        actions: Sequence[str],
        place: Place,
        access: Access,
    ) -> Iterator[tuple[Statement, tuple[Found, ...]]]:
        for statement in denials:
            listed = access.actions == EVERY or any(map(statement.covers, actions))
            if not listed or statement.not_resources:
                continue
            named = tuple(
                found
                for pattern in statement.resources
                if isinstance(pattern, str)
                for found in access.named(self._places, pattern)
                if found.place == place and found.certain
            )
            if named:
                yield statement, named


def _anything(target: Target) -> Iterator[Scope]:
    """Anything may be put there, unless all of the actions are denied."""
    denied = {
        action
        for statement, _ in target.denials
        if not statement.condition
        for action in target.actions
        if statement.covers(action)
    }
    if denied != set(target.actions):
        yield None


def managed_statement(policy: Attached) -> Statement | None:
    """What one of AWS's own policies lets somebody write to; None where that is nothing."""
    known = _AWS_POLICIES.match(policy.managed)
    actions = _WRITING_POLICIES.get(known["name"], ()) if known else ()
    if not known or not actions:
        return None
    return Statement("Allow", actions=actions, resources=("*",), sid=known["name"])


def covered_access(
    statement: Statement, access: tuple[Access, ...]
) -> dict[Access, tuple[str, ...]]:
    """How the statement lets places be written to, and by which of its actions."""
    return _covered(statement.actions, statement.not_actions, access)


@functools.lru_cache(maxsize=4096)
def _covered(
    actions: tuple[str, ...], not_actions: tuple[str, ...], access: tuple[Access, ...]
) -> dict[Access, tuple[str, ...]]:
    statement = Statement("Allow", actions=actions, not_actions=not_actions)
    written = actions or (EVERY if not_actions else ())
    covered = {
        item: written if item.actions == EVERY else tuple(filter(statement.covers, item.actions))
        for item in access
    }
    return {item: found for item, found in covered.items() if found}


def _mappings(condition: Mapping[str, object]) -> Iterator[Mapping[object, object]]:
    for keys in condition.values():
        if isinstance(keys, Mapping):
            yield keys
