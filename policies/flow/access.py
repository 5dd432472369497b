"""How places of each kind are written to: by which actions, and what may be put there.

The services say it, once for each kind; a statement of a policy covers some of it or none.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from policies.flow.model import Place, Scope
from policies.flow.places import Found, Places
from policies.iam import Statement
from policies.view import Resource


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


def anything(target: Target) -> Iterator[Scope]:
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
