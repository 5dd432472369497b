"""EventBridge Scheduler: what starts at a time; nothing leads to a schedule."""

from __future__ import annotations

from collections.abc import Iterator

from policies.flow.model import Evidence, Fact, Listens, Unfollowed
from policies.flow.places import Places, PlaceType
from policies.flow.services.events import TARGETS
from policies.views.scheduler import Schedule

TYPES = (PlaceType("aws:scheduler/schedule:Schedule", "schedule"),)
ACCESS = ()


def schedule(view: Schedule, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    if own is None or view.peek("state") == "DISABLED":
        return
    targets = places.find(view, "target.arn", *TARGETS)
    if not targets and isinstance(view.peek("target.arn"), str):
        yield Unfollowed(view.resource, "target of a schedule")
    for target in targets:
        evidence = Evidence(view.resource, "target.arn")
        yield Listens(own, target.place, "starts", evidence, target.certain)
    for failed in places.find(view, "target.deadLetterConfig.arn", "queue"):
        evidence = Evidence(view.resource, "target.deadLetterConfig.arn")
        yield Listens(own, failed.place, "sends failed events to", evidence, failed.certain)


FACTS = {Schedule: schedule}
