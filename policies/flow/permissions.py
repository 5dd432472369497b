"""What a role lets somebody write to: places, with what may be put there.

From policy documents where they are known, from the grants of components before that, and
otherwise from nothing but the resources that a document depends on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.flow import statements
from policies.flow.access import EVERY, Access, Target, anything, covered_access
from policies.flow.managed import AWS_POLICIES, managed_statement
from policies.flow.model import Evidence, Gap, Place, Scope
from policies.flow.places import Found, Places
from policies.flow.sharing import Shared, Sharing
from policies.iam import Statement
from policies.view import Stack
from policies.views.attached import Attached, documents_by_role


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
                if not statement.allows and not statements.conditioned(statement)
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
                if not AWS_POLICIES.match(policy.managed):
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
            for found in statements.resources(policy, statement, access, self._places):
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
            if place not in statements.spelled_out(statement, access, self._places):
                return
            certain, doubt = False, f"{place.name} is in an account that has to allow it, too"
        its_own = sharing.denying(holder.role, own, place)
        denials = [*holder.denials, *(s for s in its_own if not statements.conditioned(s))]
        denied = tuple(statements.denials(denials, actions, place, access, self._places))
        resource = self._places.resource(place)
        role = self._places.resource(holder.role)
        target = Target(place, actions, tuple(allowed), statement, denied, resource, role)
        for scope in (access.scopes or anything)(target):
            yield Write(place, actions[0], evidence, scope, certain, doubt)
