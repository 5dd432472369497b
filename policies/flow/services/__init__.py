"""What each service brings to the event flow.

A module of a service has `TYPES` (its places), `ACCESS` (how they are written to) and `FACTS`
(view → what it says of the flow).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from policies.flow.model import Fact
from policies.flow.places import Places, PlaceType
from policies.flow.services import events, lambda_, s3, sns, sqs

_SERVICES = (lambda_, sqs, sns, s3, events)

ROLE = PlaceType("aws:iam/role:Role", "role")

TYPES = {
    place.token: place for place in (ROLE, *(t for service in _SERVICES for t in service.TYPES))
}
ACCESS = tuple(access for service in _SERVICES for access in service.ACCESS)

Facts = Callable[[Any, Places], Iterator[Fact]]
FACTS: dict[str, tuple[type[Any], Facts]] = {
    token: (view, facts)
    for service in _SERVICES
    for view, facts in service.FACTS.items()
    for token in view.tokens()
}
