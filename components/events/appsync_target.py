"""Events of a bus become GraphQL mutations, and reach everybody who subscribed to them.

publisher -> bus -> rule -- input transformer --> AppSync mutation --> subscribers (WebSocket)
                     +-- after the retries -> dead-letter queue -> alarm
No function stands in between. The defaults are a flight board: airport operations events.
"""

from typing import Annotated, Literal

import pulumi
from pydantic import Field

from components.architecture import Architecture
from components.args import Args, Input
from components.foundation.alarm import alarm
from components.foundation.bus import Rule, RuleArgs, bus_of
from components.foundation.code import RepositoryFile
from components.foundation.graphql_api import (
    CognitoPool,
    GraphQLApi,
    GraphQLApiArgs,
    Oidc,
    source,
)

HERE = "handlers/events/appsync_target"
FLIGHT_EVENTS = (
    "FlightArrived",
    "FlightBoarding",
    "FlightCancelled",
    "FlightDelayed",
    "FlightGateChanged",
    "FlightLanded",
    "FlightPushBack",
    "FlightTookOff",
)
FLIGHT_INPUT = {
    "num": "$.detail.flightNum",
    "carrier": "$.detail.carrierCode",
    "date": "$.detail.date",
    "event": "$.detail.event",
    "message": "$.detail.message",
    "extra": "$.detail.info",
}
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
TypeAndField = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*$")]
JsonPath = Annotated[str, Field(pattern=r"^\$\.[A-Za-z0-9_.-]+$")]


class AppsyncTargetArgs(Args):
    """Settings of `events/appsync-target`."""

    bus_name: Input[str] | None = None
    """Name of the bus that has the events; a bus is made when left out."""

    source: str = Field(default="airport-operations", min_length=1, max_length=256)
    """The events' `source`."""

    detail: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(
        default_factory=lambda: {"event": FLIGHT_EVENTS}, min_length=1
    )
    """Fields of the events' `detail` and the values wanted there. Without it every event of the
    source would go to every screen."""

    schema_file: RepositoryFile = f"{HERE}/schema.graphql"
    """The GraphQL schema, a path below the repository. `@clients` in it becomes the directives of
    IAM and of `clients`."""

    mutation: Identifier = "updateFlightStatus"
    """The mutation that events call; only this rule's role may call it."""

    operation_file: RepositoryFile = f"{HERE}/operation.graphql"
    """The GraphQL document sent for each event. Its selection set is all that subscribers get."""

    input: dict[Identifier, JsonPath] = Field(
        default_factory=lambda: dict(FLIGHT_INPUT), min_length=1, max_length=100
    )
    """Fields of the mutation's `input` and the JSON path each is taken from."""

    resolvers: dict[TypeAndField, RepositoryFile] = Field(
        default_factory=lambda: {
            "Mutation.updateFlightStatus": f"{HERE}/update_flight_status.js",
            "Query.listStatusUpdates": f"{HERE}/list_status_updates.js",
        },
        min_length=1,
    )
    """Resolvers in JavaScript by `Type.field`, paths below the repository; they store nothing."""

    clients: Oidc | CognitoPool | Literal["api_key", "none"] = "none"
    """How subscribers besides IAM principals are authorized."""

    api_key_expires: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:00:00Z$")
    """Hour at which the key of `clients: api_key` ends, e.g. `2027-06-30T00:00:00Z`, at most 365
    days ahead; seven days after it was made when left out."""

    enabled: bool = True
    """Whether events are passed on."""

    retry_attempts: int = Field(default=185, ge=0, le=185)
    """Deliveries tried again before an event is set aside."""

    max_age_seconds: int = Field(default=3600, ge=60, le=86400)
    """Age at which an event is set aside: an hour-old change is no news on a live screen."""


class AppsyncTarget(Architecture):
    """A bus, a rule, and a GraphQL API whose mutation the rule calls.

    Outputs (all Output[str]): `bus_name`: where publishers put events; `api_url`, `realtime_url`:
    where clients query and subscribe; `api_id`: the API's id; `undelivered_url`: the queue of
    events that AppSync did not take.
    Source: sheet 10; EventBridge user guide, "AWS AppSync as a target".
    """

    bus_name: pulumi.Output[str]
    api_url: pulumi.Output[str]
    realtime_url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    undelivered_url: pulumi.Output[str]

    def __init__(
        self, name: str, args: AppsyncTargetArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        self.bus, self.bus_name = bus_of(name, args.bus_name, self.own)
        self.api = GraphQLApi(
            name,
            GraphQLApiArgs(
                schema_file=args.schema_file,
                clients=args.clients,
                api_key_expires=args.api_key_expires,
            ),
            self.own,
        )
        self.nothing = self.api.nothing(name)
        self.resolvers = [
            self.api.resolver(name, on_type, field, file, self.nothing.name)
            for (on_type, _, field), file in (
                (key.partition("."), file) for key, file in args.resolvers.items()
            )
        ]
        self.rule = Rule(
            name,
            RuleArgs(
                bus_name=self.bus_name,
                pattern={
                    "source": [args.source],
                    "detail": {key: list(values) for key, values in args.detail.items()},
                },
                description=f"{args.source} events that {args.mutation} passes on to subscribers",
                enabled=args.enabled,
                retry_attempts=args.retry_attempts,
                max_age_seconds=args.max_age_seconds,
            ),
            self.own,
        )
        self.rule.to_role_target(
            name,
            self.api.endpoint_arn,
            (self.api.mutate(args.mutation),),
            depends_on=self.resolvers,
            input_transformer={
                "input_paths": args.input,
                "input_template": template(args.input),
            },
            appsync_target={"graphql_operation": source(args.operation_file)},
        )
        self.errors = alarm(
            f"{name}-api-errors",
            self.context,
            self.own,
            metric="5XXError",
            namespace="AWS/AppSync",
            dimensions={"GraphQLAPIId": self.api.api_id},
            description=f"The GraphQL API of {name} fails: events wait.",
        )
        self.api_url, self.realtime_url = self.api.url, self.api.realtime_url
        self.api_id = self.api.api_id
        self.undelivered_url = self.rule.dead_letters.url
        self.finish()


def template(names: dict[str, str]) -> str:
    """The transformer's template: `{"input": {"num": <num>, …}}`.

    Placeholders stay without quotes: EventBridge then writes each value as JSON, so a quotation
    mark in a message cannot break the document. (It is no JSON itself until they are filled in.)
    """
    fields = ", ".join(f'"{name}": <{name}>' for name in names)
    return f'{{"input": {{{fields}}}}}'
