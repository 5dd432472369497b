"""EventBridge archives: a replay puts events of a bus on it once more.

What goes into an archive starts nothing. Who may start a replay can, though which events come
back, and how often, is said only in the call: that is possible, never certain.
"""

from __future__ import annotations

from collections.abc import Iterator

from policies.flow import pattern
from policies.flow.access import Access
from policies.flow.model import Evidence, Fact, Listens, Scope
from policies.flow.overlap import ANYTHING
from policies.flow.pattern import Pattern
from policies.flow.places import Places, PlaceType
from policies.flow.scopes import Events
from policies.view import View
from policies.views.callers import EventArchive

TYPES = (PlaceType("aws:cloudwatch/eventArchive:EventArchive", "archive"),)
ACCESS = (
    Access(
        "archive",
        ("events:StartReplay",),
        "archive/{name}",
        doubt="the call decides which events come back, and how often",
    ),
)

_REPLAYED = pattern.fact({("replay-name",): [ANYTHING]})
"""What a rule with `"replay-name": [{"exists": false}]` does not let through."""


def archive(view: EventArchive, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    if own is None:
        return
    facts = {"replayed": _REPLAYED, f"kept in {view.urn}": _kept(view)}
    scope = Events({key: fact for key, fact in facts.items() if fact is not None})
    for bus in places.find(view, "eventSourceArn", "bus"):

        def replayed(_: Scope) -> Scope:
            return scope

        evidence = Evidence(view.resource, "eventSourceArn")
        yield Listens(own, bus.place, "replays to", evidence, bus.certain, carry=replayed)


def _kept(view: View) -> Pattern | None:
    """The pattern of the archive; None where it keeps all, or nobody knows."""
    try:
        return pattern.parse(view.peek("eventPattern"))
    except ValueError:
        return None


FACTS = {EventArchive: archive}
