"""CloudWatch: alarms, which tell somebody, and log groups, whose lines go on to somebody.

What makes an alarm go off is not followed: it fires when its state changes, not for every event.
"""

from __future__ import annotations

from collections.abc import Iterator

from policies.flow.model import Evidence, Fact, Listens
from policies.flow.places import Places, PlaceType
from policies.flow.scopes import Unknown
from policies.values import UNKNOWN
from policies.views.callers import Alarm, LogSubscription

TYPES = (
    PlaceType("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm"),
    PlaceType("aws:cloudwatch/compositeAlarm:CompositeAlarm", "alarm", name="alarmName"),
    PlaceType("aws:cloudwatch/logGroup:LogGroup", "log group"),
)
ACCESS = ()

_ACTIONS = ("alarmActions", "okActions", "insufficientDataActions")


def alarm(view: Alarm, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    if own is None:
        return
    for prop in _ACTIONS:
        actions = view.peek(prop)
        for index, _ in enumerate(actions if isinstance(actions, list) else ()):
            path = f"{prop}[{index}]"
            for target in places.find(view, path, "topic", "function"):
                yield Listens(
                    own, target.place, "tells", Evidence(view.resource, path), target.certain
                )


def subscription(view: LogSubscription, places: Places) -> Iterator[Fact]:
    pattern = view.peek("filterPattern")
    passes = Unknown("some lines") if pattern is UNKNOWN or pattern not in (None, "") else None
    for group in places.find(view, "logGroup", "log group"):
        for target in places.find(view, "destinationArn", "function", "stream", "delivery stream"):
            yield Listens(
                group.place,
                target.place,
                "starts" if target.place.kind == "function" else "delivers to",
                Evidence(view.resource, "destinationArn"),
                group.certain and target.certain,
                passes,
                view.urn if passes else "",
            )


FACTS = {Alarm: alarm, LogSubscription: subscription}
