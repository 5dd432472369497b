"""What each service brings to the event flow.

A module of a service has `TYPES` (its places), `ACCESS` (how they are written to) and `FACTS`
(view → what it says of the flow).
"""

from __future__ import annotations

from policies.flow.places import PlaceType
from policies.flow.services import (
    apis,
    archives,
    cloudfront,
    devices,
    domains,
    dynamodb,
    events,
    firehose,
    graphql,
    kafka,
    kinesis,
    lambda_,
    openapi,
    operations,
    pipes,
    s3,
    scheduler,
    sfn,
    sns,
    sqs,
    trails,
)
from policies.flow.services.kind import Reader
from policies.view import View

_SERVICES = (
    lambda_,
    sqs,
    sns,
    s3,
    events,
    sfn,
    dynamodb,
    kinesis,
    firehose,
    pipes,
    scheduler,
    apis,
    graphql,
    openapi,
    domains,
    operations,
    devices,
    archives,
    cloudfront,
    kafka,
    trails,
)

ROLE = PlaceType("aws:iam/role:Role", "role")

TYPES = {
    place.token: place for place in (ROLE, *(t for service in _SERVICES for t in service.TYPES))
}
ACCESS = tuple(access for service in _SERVICES for access in service.ACCESS)

FACTS: dict[str, tuple[type[View], Reader]] = {
    token: (view, facts)
    for service in _SERVICES
    for view, facts in service.FACTS.items()
    for token in view.tokens()
}
