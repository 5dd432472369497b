"""SNS: topics and what their subscriptions start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policies.flow import pattern
from policies.flow.access import Access
from policies.flow.model import Evidence, Fact, Filter, Unfollowed
from policies.flow.places import Places, PlaceType
from policies.flow.scopes import MessageFilter, Unknown
from policies.flow.services import addresses
from policies.flow.services.sqs import redrive_of
from policies.values import UNKNOWN
from policies.views.sns import TopicSubscription

TYPES = (PlaceType("aws:sns/topic:Topic", "topic"),)
ACCESS = (Access("topic", ("sns:Publish",), "{name}"),)

_ENDPOINTS = {"lambda": "function", "sqs": "queue", "firehose": "delivery stream"}
_PEOPLE = ("email", "email-json", "sms", "application")


def subscription(view: TopicSubscription, places: Places) -> Iterator[Fact]:
    protocol = view.peek("protocol")
    if not isinstance(protocol, str):
        protocol = ""  # The endpoint says what it is.
    if protocol in _PEOPLE:
        return
    elsewhere = f"{protocol} endpoint of a subscription"
    if protocol in ("http", "https"):
        targets = addresses.behind(view, "endpoint", "POST", places)
        if not targets:
            yield Unfollowed(view.resource, elsewhere)
    else:
        kinds = (_ENDPOINTS[protocol],) if protocol in _ENDPOINTS else tuple(_ENDPOINTS.values())
        targets = [addresses.Called(found) for found in places.find(view, "endpoint", *kinds)]
    passes = _filter(view)
    for topic in places.find(view, "topic", "topic"):
        for called in targets:
            verb = "starts" if called.found.place.kind == "function" else "delivers to"
            call = called.by(topic.place, verb, Evidence(view.resource, "endpoint"), elsewhere)
            yield replace(
                call,
                certain=call.certain and topic.certain,
                filter=passes,
                channel=view.urn if passes else "",
            )
        yield from redrive_of(view, topic.place, places)


def _filter(view: TopicSubscription) -> Filter | None:
    policy = view.peek("filterPolicy")
    if policy is None or policy == "":
        return None
    scope = view.peek("filterPolicyScope")
    if policy is UNKNOWN:
        return Unknown()
    try:
        parsed = pattern.parse(policy)
    except ValueError:
        return Unknown("a filter policy that cannot be read")
    return MessageFilter(parsed, scope != "MessageAttributes" and scope is not None)


FACTS = {TopicSubscription: subscription}
