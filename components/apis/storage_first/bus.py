"""The bus behind an API: its settings, the bus, and the rule that starts the consumer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

import pulumi
import pulumi_aws as aws
from pydantic import Field, model_validator

from components.apis.storage_first.call import Call, Taken
from components.apis.storage_first.consumer import Consumer, Worker, WorkerArgs
from components.architecture import Component
from components.args import Args, Input, Model
from components.foundation.arns import last_part
from components.foundation.bus import Bus, BusArgs, Rule, RuleArgs
from components.foundation.failures import watched_queue
from components.foundation.grant import Grant
from components.foundation.queue import Queue
from components.foundation.routes import Route

BusArn = Annotated[str, Field(pattern=r"^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus/.+$")]


class BusStore(Model):
    """EventBridge: one event a request, of a source that callers cannot choose."""

    route: Route = "POST /events"
    """Where callers send."""

    bus_arn: Input[BusArn] | None = None
    """A bus that exists; one is made when left out."""

    source: str = Field(default="api", pattern=r"^[A-Za-z0-9._-]{1,256}$")
    """The events' source; the only one the API may send."""

    detail_type: str = Field(default="Submitted", pattern=r"^[A-Za-z0-9 ._-]{1,128}$")
    """The events' detail type; the only one the API may send."""

    detail: Taken = "$request.body"
    """The event itself, JSON. For other text EventBridge answers 200 with `FailedEntryCount` 1."""

    archive_days: int = Field(default=0, ge=0, le=3650)
    """Days that events are kept for replay; 0 keeps none (storage costs). Without it an event that
    no rule matches is gone."""

    consumer: Consumer | None = None
    """The function that a rule on the source starts."""

    @model_validator(mode="after")
    def _source_is_ours(self) -> Self:
        if self.source.startswith("aws."):
            raise ValueError("a source of your own: those that begin with aws. are AWS's")
        return self

    def routes(self) -> Iterator[tuple[str, str]]:
        yield "route", self.route


class BusBehind(Component):
    """EventBridge. `bus_name`. Children: `bus`, `failed`, `worker`, `rule`, `alarm`."""

    def __init__(self, name: str, args: BusStore, opts: pulumi.ResourceOptions) -> None:
        super().__init__("palisade:foundation:BusBehind", name, Args(), opts)
        self.args = args
        self.bus: Bus | None = None
        if args.bus_arn is None:
            self.bus = Bus(name, BusArgs(archive_days=args.archive_days), self.own)
            self.bus_name, self.arn = self.bus.bus_name, self.bus.arn
        else:
            self.arn = pulumi.Output.from_input(args.bus_arn)
            self.bus_name = self.arn.apply(last_part)
        self.failed: Queue | None = None
        self.worker: Worker | None = None
        self.rule: Rule | None = None
        self.alarm: aws.cloudwatch.MetricAlarm | None = None
        if args.consumer:
            self.failed, self.alarm = watched_queue(f"{name}-failed", self.own)
            self.worker = Worker(
                f"{name}-consumer",
                WorkerArgs(consumer=args.consumer, sample="event", on_failure=self.failed),
                self.own,
            )
            pattern = {"source": [args.source], "detail-type": [args.detail_type]}
            self.rule = Rule(name, RuleArgs(bus_name=self.bus_name, pattern=pattern), self.own)
            self.rule.to_function(name, self.worker.function)
        self.register_outputs({})

    def calls(self) -> Iterator[Call]:
        args = self.args
        keys = {"events:source": args.source, "events:detail-type": args.detail_type}
        grant = Grant(
            ("events:PutEvents",),
            (self.arn,),
            (self.bus.bus.urn,) if self.bus else (),
            condition={"StringEquals": keys},
        )
        parameters: dict[str, pulumi.Input[str]] = {
            "EventBusName": self.bus_name,
            "Source": args.source,
            "DetailType": args.detail_type,
            "Detail": args.detail,
        }
        yield Call("put", args.route, "EventBridge-PutEvents", parameters, grant)
