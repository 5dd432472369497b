"""Lambda: event source mappings, asynchronous destinations, dead letters, invocations."""

from __future__ import annotations

from collections.abc import Iterator

from policies.flow import arns
from policies.flow.access import Access
from policies.flow.model import ActsAs, Evidence, Fact, Listens, Place, Polls, Unfollowed
from policies.flow.places import Found, Places, PlaceType
from policies.flow.scopes import aws_events, read_by
from policies.values import UNKNOWN
from policies.view import View
from policies.views.lambda_ import EventSourceMapping, Function, FunctionEventInvokeConfig

TYPES = (
    PlaceType("aws:lambda/function:Function", "function"),
    PlaceType("aws:lambda/alias:Alias", "function", stands_for="functionName"),
)

POLLED = ("queue", "table", "stream", "Kafka cluster", "MQ broker")
DESTINATIONS = ("queue", "topic", "function", "bus", "bucket")


def _functions(places: Places, pattern: str) -> list[Found]:
    """A function, also by a pattern that only its versions and aliases match."""
    found = places.matching(pattern, "function", "function:{name}")
    unqualified, _, qualifier = pattern.rpartition(":")
    if not found and qualifier and unqualified.count(":") == 6:
        return places.matching(unqualified, "function", "function:{name}")
    return found


ACCESS = (
    Access(
        "function",
        ("lambda:InvokeFunction", "lambda:InvokeAsync", "lambda:InvokeFunctionUrl"),
        "function:{name}",
        find=_functions,
    ),
)


def function(view: Function, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    if own is None:
        return
    for role in places.find(view, "role", "role"):
        yield ActsAs(own, role.place, role.certain)
    path = "deadLetterConfig.targetArn"
    for target in places.find(view, path, *DESTINATIONS):
        yield _outcome(own, target, view, path, "sends failed events to")
    yield from _logs(own, view, places)


def _logs(own: Place, view: Function, places: Places) -> Iterator[Fact]:
    """Each run writes lines to the function's log group."""
    name, path = view.peek("name"), "loggingConfig.logGroup"
    if view.peek(path) not in (None, ""):
        groups, prop = places.find(view, path, "log group"), path
    elif isinstance(name, str):
        groups, prop = places.named(f"/aws/lambda/{name}", "log group"), "name"
    else:
        return
    for group in groups:
        yield Listens(own, group.place, "logs to", Evidence(view.resource, prop), group.certain)


def mapping(view: EventSourceMapping, places: Places) -> Iterator[Fact]:
    if view.peek("enabled") in (False, "false"):
        return
    patterns = [] if view.peek("filterCriteria") is None else _patterns(view)
    passes = read_by(view.peek("topics"), patterns)
    if view.peek("selfManagedEventSource") is not None:
        yield Unfollowed(view.resource, "self-managed Kafka as a source")
    sources = places.find(view, "eventSourceArn", *POLLED)
    if not sources and isinstance(arn := view.peek("eventSourceArn"), str):
        yield Unfollowed(view.resource, f"source {arns.service(arn)} of a function")
    for source in sources:
        for target in places.find(view, "functionName", "function"):
            yield Polls(target.place, source.place)
            yield Listens(
                source.place,
                target.place,
                "starts",
                Evidence(view.resource, "eventSourceArn"),
                source.certain and target.certain,
                passes,
                view.urn if passes else "",
            )
    path = "destinationConfig.onFailure.destinationArn"
    for failed in places.find(view, path, *DESTINATIONS):
        for target in places.find(view, "functionName", "function"):
            yield _outcome(target.place, failed, view, path, "sends failed batches to")


def _patterns(view: EventSourceMapping) -> list[object]:
    filters = view.peek("filterCriteria.filters")
    if not isinstance(filters, list):
        return [] if filters is None else [UNKNOWN]
    return [item.get("pattern") if isinstance(item, dict) else UNKNOWN for item in filters]


def outcomes(view: FunctionEventInvokeConfig, places: Places) -> Iterator[Fact]:
    verbs = {"onSuccess": "sends results to", "onFailure": "sends failed events to"}
    for end, verb in verbs.items():
        path = f"destinationConfig.{end}.destination"
        for target in places.find(view, path, *DESTINATIONS):
            for own in places.find(view, "functionName", "function"):
                yield _outcome(own.place, target, view, path, verb)


_RESULTS = aws_events("lambda", "lambda")


def _outcome(own: Place, target: Found, view: View, path: str, verb: str) -> Listens:
    evidence = Evidence(view.resource, path)
    carry = (lambda _: _RESULTS) if target.place.kind == "bus" else None
    return Listens(own, target.place, verb, evidence, target.certain, carry=carry)


FACTS = {Function: function, EventSourceMapping: mapping, FunctionEventInvokeConfig: outcomes}
