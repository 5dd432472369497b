"""What resource policies say of writing: whom a queue, topic, bus, bucket … lets in, or keeps out.

Statements for services (`s3.amazonaws.com`) are not looked at: what a service delivers is told by
the resource that makes it deliver. Nor is `Principal: *` taken for a right of every role in the
account: it would draw an edge from everything; it does let roles of other accounts use theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.flow.model import Evidence, Place
from policies.flow.places import Found, Places
from policies.iam import Statement
from policies.values import UNKNOWN
from policies.view import Resource, Stack, Undecided
from policies.views.access import (
    EVENT_PERMISSION,
    PERMISSION,
    RESOURCE_POLICIES,
    AccessHolder,
    account_of,
    is_whole_account,
)

HOLDERS: dict[str, tuple[str, str]] = {
    "aws:sqs/queue:Queue": ("queue", ""),
    "aws:sqs/queuePolicy:QueuePolicy": ("queue", "queueUrl"),
    "aws:sns/topic:Topic": ("topic", ""),
    "aws:sns/topicPolicy:TopicPolicy": ("topic", "arn"),
    "aws:s3/bucket:Bucket": ("bucket", ""),
    "aws:s3/bucketV2:BucketV2": ("bucket", ""),
    "aws:s3/bucketPolicy:BucketPolicy": ("bucket", "bucket"),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ("bus", "eventBusName"),
    EVENT_PERMISSION: ("bus", "eventBusName"),
    PERMISSION: ("function", "function"),
    "aws:dynamodb/resourcePolicy:ResourcePolicy": ("table", "resourceArn"),
    "aws:kinesis/resourcePolicy:ResourcePolicy": ("stream", "resourceArn"),
}
"""Type → kind of the place that it protects, and the property that names it (empty: itself)."""


@dataclass(frozen=True, eq=False)
class Shared:
    """One statement of a resource policy, about one role at one place."""

    place: Found
    statement: Statement | None
    """None where the policy is known only after creation: it depends on the role."""
    evidence: Evidence


def shared(resource: Resource, stack: Stack, places: Places) -> Iterator[tuple[Place, Shared]]:
    """(role, what it may do or not do) for each role that the policy of `resource` names."""
    for place, entry, evidence in _entries(AccessHolder(resource, stack), places):
        yield from _named(place, entry, evidence, places)


def _named(
    place: Found, entry: Statement | None, evidence: Evidence, places: Places
) -> Iterator[tuple[Place, Shared]]:
    for principal in _principals(entry) if entry else (UNKNOWN,):
        if principal is UNKNOWN:
            for role in places.behind(evidence.resource, evidence.prop, "role"):
                yield role, Shared(Found(place.place, certain=False), entry, evidence)
        elif isinstance(principal, str) and ":role/" in principal:
            for found in places.named(principal, "role"):
                sure = found.certain and place.certain
                yield found.place, Shared(Found(place.place, sure), entry, evidence)


class Sharing:
    """The resource policies of all stacks that are looked at together."""

    def __init__(self, parts: Sequence[tuple[Stack, Places]]) -> None:
        self._by_role: dict[str, list[Shared]] = defaultdict(list)
        self._for_others: dict[str, list[tuple[str, Statement]]] = defaultdict(list)
        """Place → (account, or `*`; statement) for whole accounts and everybody."""
        for stack, places in parts:
            for resource in stack.typed(*HOLDERS):
                self._take(resource, stack, places)

    def _take(self, resource: Resource, stack: Stack, places: Places) -> None:
        for place, entry, evidence in _entries(AccessHolder(resource, stack), places):
            for role, item in _named(place, entry, evidence, places):
                self._by_role[role.key].append(item)
            if entry is None:
                continue
            for principal in _principals(entry):
                if not isinstance(principal, str):
                    continue
                if principal == "*" or is_whole_account(principal):
                    who = "*" if principal == "*" else account_of(principal)
                    self._for_others[place.place.key].append((who, entry))

    def with_role(self, role: Place) -> list[Shared]:
        """What names `role` itself."""
        return self._by_role.get(role.key, [])

    def denying(self, role: Place, account: str, place: Place) -> Iterator[Statement]:
        """Statements that keep `role` (of `account`) from something at `place`."""
        for item in self.with_role(role):
            if item.place.place == place and item.statement and not item.statement.allows:
                yield item.statement
        for who, statement in self._for_others.get(place.key, ()):
            if who in ("*", account) and not statement.allows:
                yield statement

    def lets_in(self, role: Place, account: str, place: Place, actions: Sequence[str]) -> bool:
        """Whether a policy of `place` is known to let `role` of another account use its rights."""
        named = (i.statement for i in self.with_role(role) if i.place.place == place)
        others = (s for who, s in self._for_others.get(place.key, ()) if who in ("*", account))
        return any(
            statement.allows and any(map(statement.covers, actions))
            for statement in (*named, *others)
            if statement is not None
        )


def _entries(
    view: AccessHolder, places: Places
) -> Iterator[tuple[Found, Statement | None, Evidence]]:
    """(place, statement, evidence); one without a statement where the text is not known."""
    kind, prop = HOLDERS[view.resource.type]
    text = RESOURCE_POLICIES.get(view.resource.type, "principal")
    if view.peek(text) in (None, ""):
        return
    found = _protected(view, kind, prop, places)
    try:
        for entry in view.entries() if found else ():
            note = entry.where.partition(", ")[2]
            for place in found:
                yield place, entry.statement, Evidence(view.resource, entry.prop, note)
    except Undecided:
        for place in found:
            yield place, None, Evidence(view.resource, text)


def _protected(view: AccessHolder, kind: str, prop: str, places: Places) -> list[Found]:
    if not prop:
        own = places.at(view.urn)
        return [Found(own)] if own else []
    try:
        return places.find(view, prop, kind)
    except Undecided:
        return []


def _principals(statement: Statement) -> Iterator[object]:
    for kind in ("AWS", "*"):
        yield from statement.principals.get(kind, ())
