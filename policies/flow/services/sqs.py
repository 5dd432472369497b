"""SQS: queues and their dead-letter queues."""

from __future__ import annotations

from collections.abc import Iterator

from policies.flow.access import Access
from policies.flow.model import Evidence, Fact, Listens, Place
from policies.flow.places import Places, PlaceType
from policies.view import View
from policies.views.sqs import Queue, RedrivePolicy

TYPES = (PlaceType("aws:sqs/queue:Queue", "queue"),)
ACCESS = (Access("queue", ("sqs:SendMessage",), "{name}"),)


def redrive_of(view: View, own: Place, places: Places) -> Iterator[Listens]:
    """What nobody could handle goes to the queue that `redrivePolicy` names."""
    for target in places.inside(view, "redrivePolicy", "deadLetterTargetArn", "queue"):
        evidence = Evidence(view.resource, "redrivePolicy")
        yield Listens(own, target.place, "gives up on messages to", evidence, target.certain)


def queue(view: Queue, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    if own is not None:
        yield from redrive_of(view, own, places)


def redrive_policy(view: RedrivePolicy, places: Places) -> Iterator[Fact]:
    for own in places.find(view, "queueUrl", "queue"):
        yield from redrive_of(view, own.place, places)


FACTS = {Queue: queue, RedrivePolicy: redrive_policy}
