"""EventBridge Pipes: a source, perhaps a filter and an enrichment, a target."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from policies.flow import arns, pattern
from policies.flow.model import Evidence, Fact, Listens, Scope, Unfollowed
from policies.flow.overlap import ANYTHING, literal
from policies.flow.places import Found, Places, PlaceType
from policies.flow.scopes import Events, read_by
from policies.flow.services.events import TARGETS
from policies.flow.services.lambda_ import POLLED
from policies.values import UNKNOWN
from policies.view import View
from policies.views.pipes import Pipe

_ENRICHING = ("function", "state machine", "API destination", "API")

TYPES = (PlaceType("aws:pipes/pipe:Pipe", "pipe"),)
ACCESS = ()


def pipe(view: Pipe, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    if own is None or view.peek("desiredState") == "STOPPED":
        return
    topic = view.peek("sourceParameters.managedStreamingKafkaParameters.topicName")
    passes = read_by(topic, _patterns(view))
    sources = places.find(view, "source", *POLLED)
    if not sources and isinstance(arn := view.peek("source"), str):
        yield Unfollowed(view.resource, f"source {arns.service(arn)} of a pipe")
    for source in sources:
        yield Listens(
            source.place,
            own,
            "feeds",
            Evidence(view.resource, "source"),
            source.certain,
            passes,
            view.urn if passes else "",
        )
    for kind in ("dynamodbStream", "kinesisStream"):
        path = f"sourceParameters.{kind}Parameters.deadLetterConfig.arn"
        for failed in places.find(view, path, "queue", "topic"):
            evidence = Evidence(view.resource, path)
            yield Listens(own, failed.place, "sends failed batches to", evidence, failed.certain)
    for enrichment in places.find(view, "enrichment", *_ENRICHING):
        evidence = Evidence(view.resource, "enrichment")
        yield Listens(own, enrichment.place, "asks", evidence, enrichment.certain)
    targets = places.find(view, "target", *TARGETS)
    if not targets and isinstance(view.peek("target"), str):
        yield Unfollowed(view.resource, "target of a pipe")
    for target in targets:
        yield Listens(
            own,
            target.place,
            "starts" if target.place.kind in ("function", "state machine") else "delivers to",
            Evidence(view.resource, "target"),
            target.certain,
            carry=_carry(view, target),
        )


def _patterns(view: View) -> list[Any]:
    filters = view.peek("sourceParameters.filterCriteria.filters")
    if filters is UNKNOWN:
        return [UNKNOWN]
    return [
        item.get("pattern") if isinstance(item, dict) else UNKNOWN
        for item in (filters if isinstance(filters, list) else ())
    ]


def _carry(view: View, target: Found) -> Callable[[Scope], Scope] | None:
    """Source and type of the events that the pipe puts on a bus."""
    if target.place.kind != "bus":
        return None
    parameters = "targetParameters.eventbridgeEventBusParameters"
    source, kind = view.peek(f"{parameters}.source"), view.peek(f"{parameters}.detailType")
    name = view.peek("name")
    own = f"Pipe {name}" if isinstance(name, str) else None
    facts = {("source",): source or own, ("detail-type",): kind}
    known = pattern.fact(
        {
            path: [literal(value) if isinstance(value, str) and "$." not in value else ANYTHING]
            for path, value in facts.items()
        }
    )
    return lambda _: Events({f"from {view.urn}": known})


FACTS = {Pipe: pipe}
