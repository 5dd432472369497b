"""Whether the resource that is about to be registered could close a loop: a quick first look.

During an update this is asked before each registration. To draw the whole flow each time would
cost the square of its size; so a coarser one grows along, in which a place is one node whatever
is in it, a role leads to all that its policies name, and nothing is ever taken back. It sees
every loop of the exact flow, and some that are none: only then the exact flow is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator

from policies import iam
from policies.flow import services, sharing
from policies.flow.access import EVERY, covered_access
from policies.flow.managed import managed_statement
from policies.flow.model import ActsAs, Listens, Place
from policies.flow.places import Places
from policies.iam import Statement
from policies.view import Resource, Stack, Undecided
from policies.views.attached import Attached, documents_by_role
from policies.views.cloudtrail import Trail
from policies.views.events import EventRule, EventTarget
from policies.views.iam import (
    Policy,
    PolicyAttachment,
    Role,
    RolePolicy,
    RolePolicyAttachment,
    RolePolicyAttachmentsExclusive,
)
from policies.views.linked import linked

ATTACHING = {
    token: (kind, roles, policies)
    for kind, roles, policies in (
        (Role, "", "managedPolicyArns"),
        (RolePolicy, "role", ""),
        (RolePolicyAttachment, "role", "policyArn"),
        (PolicyAttachment, "roles", "policyArn"),
        (RolePolicyAttachmentsExclusive, "roleName", "policyArns"),
    )
    for token in kind.tokens()
}
"""What puts policies on roles: the properties that name the roles and the policies."""


class Growing:
    """The coarse flow of what one run has registered so far, and of finished stacks beside it."""

    def __init__(self, stack: Stack, beside: Growing | None = None) -> None:
        self._stack = stack
        self._places = Places(stack, services.TYPES, beside._places if beside is not None else None)
        self._after: dict[str, set[str]] = {} if beside is None else beside._after
        self._known: set[str] = set()
        self._star = f"* of {id(self)}"
        """What `*` means: it does not reach other stacks."""
        self._after.setdefault(f"bus:{self._star}", set()).add("bus:default")

    def __len__(self) -> int:
        return len(self._known)

    def add(self, resource: Resource) -> bool:
        """Take `resource` in; whether it may have closed a loop."""
        closing = self._take(resource)
        for waiting in self._waiting(resource):
            closing = self._take(waiting) or closing
        return closing

    def _waiting(self, resource: Resource) -> Iterator[Resource]:
        """What came before `resource` and could not be read to the end without it."""
        if resource.type in EventRule.tokens():
            for target in self._stack.typed(*EventTarget.tokens()):
                if target.properties.get("rule") == resource.properties.get("name"):
                    yield target
        elif resource.type in Trail.tokens():
            yield from self._stack.typed(*EventRule.tokens())

    def _take(self, resource: Resource) -> bool:
        self._known.add(resource.urn)
        edges = list(self._edges(resource))
        for source, target in edges:
            self._after.setdefault(source, set()).add(target)
        return any(self._leads(target, source) for source, target in edges)

    def _edges(self, resource: Resource) -> Iterator[tuple[str, str]]:
        if resource.type in services.TYPES:
            self._places.add(resource)
            place = self._places.at(resource.urn)
            if place is not None:
                yield from self._among_all(place)
        if resource.type in services.FACTS:
            kind, read = services.FACTS[resource.type]
            try:
                for fact in read(kind(resource, self._stack), self._places):
                    if isinstance(fact, Listens):
                        yield self._key(fact.place), self._key(fact.target)
                        if not fact.place.urn:
                            yield from self._among_all(fact.place)
                    elif isinstance(fact, ActsAs):
                        yield self._key(fact.place), self._key(fact.role)
            except Undecided:
                pass  # Nothing is drawn from it in the exact flow either.
        if resource.type in ATTACHING:
            yield from self._policies(resource)
        if resource.type in sharing.HOLDERS:
            for role, item in sharing.shared(resource, self._stack, self._places):
                yield self._key(role), self._key(item.place.place)

    def _among_all(self, place: Place) -> Iterator[tuple[str, str]]:
        yield f"{place.kind}:*", self._key(place)
        yield f"{place.kind}:{self._star}", self._key(place)

    def _key(self, place: Place) -> str:
        """The name in AWS, known before the ARN is; the same inside and outside the stack."""
        return f"{place.kind}:{self._places.aws_name(place) or place.key}"

    def _policies(self, resource: Resource) -> Iterator[tuple[str, str]]:
        kind, roles, policies = ATTACHING[resource.type]
        view = kind(resource, self._stack)
        on = linked(view, roles, Role) if roles else [view]
        holders = linked(view, policies, Policy) if policies else []
        only = {item.urn: item.resource for item in (*on, *holders, view)}
        for urn, attached in documents_by_role(Stack(list(only.values()), complete=False)).items():
            role = self._places.at(urn)
            if role is not None:
                yield from ((self._key(role), target) for target in self._targets(attached))

    def _targets(self, policies: list[Attached]) -> Iterator[str]:
        for policy in policies:
            if policy.document is not None:
                for statement in policy.document.allowing():
                    yield from self._reached(statement)
            elif (statement := managed_statement(policy)) is not None:
                yield from self._reached(statement)

    def _reached(self, statement: Statement) -> Iterator[str]:
        for access in covered_access(statement, services.ACCESS):
            if access.actions == EVERY:
                yield f"{access.kind}:*"
                continue
            for pattern in statement.resources:
                if not isinstance(pattern, str):
                    continue
                name = pattern.partition("/")[0] if access.kind == "bucket" else pattern
                if name == "*":
                    yield f"{access.kind}:{self._star}"
                elif iam.has_wildcard(name):
                    yield f"{access.kind}:*"
                else:
                    found = access.named(self._places, pattern)
                    yield from (self._key(item.place) for item in found)
            if statement.not_resources:
                yield f"{access.kind}:{self._star}"

    def _leads(self, start: str, end: str) -> bool:
        seen = {start}
        work = [start]
        while work:
            node = work.pop()
            if node == end:
                return True
            new = self._after.get(node, set()) - seen
            seen |= new
            work += new
        return False
