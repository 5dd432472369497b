"""Bus and Rule: EventBridge, with archive, and a dead-letter queue behind every target.

publishers -> bus -> rule -> target
              |               +-- after the retries -> dead-letter queue -> alarm
              +-- archive (replay)
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.architecture import Component
from components.args import Args, Input
from components.foundation.access import Sender
from components.foundation.failures import watched_queue
from components.foundation.function import Function
from components.foundation.grant import Grant, on
from components.foundation.queue import Queue
from components.foundation.role import Role, RoleArgs


class BusArgs(Args):
    """Settings of a bus. Source: EventBridge user guide; sheets 10, 73."""

    bus_name: str | None = Field(default=None, pattern=r"^[A-Za-z0-9._-]{1,256}$")
    """Physical name; made by Pulumi when left out."""

    archive_days: int = Field(default=0, ge=0, le=3650)
    """Days that events are kept for replay; 0 keeps none (storage costs)."""


class Bus(Component):
    """A custom bus. `bus_name`, `arn` (Output[str]). Children: `bus`, `archive`."""

    bus_name: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: BusArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:Bus", name, args, opts)
        self.bus = aws.cloudwatch.EventBus(
            name,
            name=args.bus_name,
            kms_key_identifier=self.settings.kms_key_arn,
            opts=pulumi.ResourceOptions(parent=self, protect=self.settings.protect or None),
        )
        self.bus_name, self.arn = self.bus.name, self.bus.arn
        self.archive = (
            aws.cloudwatch.EventArchive(
                f"{name}-archive",
                event_source_arn=self.arn,
                retention_days=args.archive_days,
                opts=self.own,
            )
            if args.archive_days
            else None
        )
        self.register_outputs({})

    def put(self, source: str, detail_types: Sequence[str] = ()) -> Grant:
        """Permission to put events of one source (and only these detail types, if named)."""
        keys: dict[str, Any] = {"events:source": source}
        if detail_types:
            keys["events:detail-type"] = list(detail_types)
        return on(self.bus, self.arn, "events:PutEvents", condition={"StringEquals": keys})

    def send(self) -> Grant:
        """Permission to put the results of failed invocations, for Lambda's destinations."""
        return self.put("lambda")


def bus_of(
    name: str, given: pulumi.Input[str] | None, opts: pulumi.ResourceOptions
) -> tuple[Bus | None, pulumi.Output[str]]:
    """(None, the bus name `given`), or a bus made here and its name."""
    if given is not None:
        return None, pulumi.Output.from_input(given)
    made = Bus(name, BusArgs(), opts)
    return made, made.bus_name


class RuleArgs(Args):
    """Settings of a rule."""

    bus_name: Input[str]
    """Name of the bus; `default` for AWS's own events."""

    pattern: dict[str, Any] = Field(min_length=1)
    """Event pattern, as EventBridge has it."""

    description: str = Field(default="", max_length=512)
    """Shown in the console."""

    enabled: bool = True
    """Whether events are matched."""

    retry_attempts: int = Field(default=185, ge=0, le=185)
    """Deliveries tried again, at most; EventBridge's own default."""

    max_age_seconds: int = Field(default=86400, ge=60, le=86400)
    """Age at which an event is given up; EventBridge's own default, a day."""


class Rule(Component):
    """A rule with a dead-letter queue of its own and an alarm on it.

    Targets are added by `to_…`, each with just the permission it needs: a role for APIs and buses,
    a resource policy for functions and queues. Children: `rule`, `dead_letters`, `alarm`,
    `targets`, `roles`.
    """

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: RuleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:Rule", name, args, opts)
        self.args = args
        self.rule = aws.cloudwatch.EventRule(
            name,
            event_bus_name=args.bus_name,
            event_pattern=json.dumps(args.pattern),
            description=args.description or None,
            state="ENABLED" if args.enabled else "DISABLED",
            opts=self.own,
        )
        self.arn = self.rule.arn
        self.sender = Sender("events.amazonaws.com", self.arn)
        self.dead_letters, self.alarm = watched_queue(
            f"{name}-undelivered", self.own, (self.sender,)
        )
        self.targets: list[aws.cloudwatch.EventTarget] = []
        self.roles: list[Role] = []
        self.register_outputs({})

    def to_function(self, name: str, function: Function) -> aws.cloudwatch.EventTarget:
        """Start a function, allowed for this rule only."""
        function.allow(name, "events.amazonaws.com", self.arn)
        return self._target(name, function.arn)

    def to_queue(self, name: str, queue: Queue) -> aws.cloudwatch.EventTarget:
        """Send to a queue made with `senders=(rule.sender,)`."""
        return self._target(name, queue.arn)

    def to_role_target(
        self,
        name: str,
        arn: pulumi.Input[str],
        grants: tuple[Grant, ...],
        depends_on: Sequence[pulumi.Resource] = (),
        **target: Any,
    ) -> aws.cloudwatch.EventTarget:
        """Reach what needs a role (API, bus, state machine), with `grants` and nothing more.

        `target` holds further inputs of the EventTarget, e.g. `appsync_target`.
        """
        role = Role(
            f"{name}-invoke",
            RoleArgs(service="events.amazonaws.com", grants=grants, source_arn=self.arn),
            self.own,
        )
        self.roles.append(role)
        needs = [*depends_on, *([role.policy] if role.policy else [])]
        return self._target(name, arn, needs, role_arn=role.arn, **target)

    def _target(
        self,
        name: str,
        arn: pulumi.Input[str],
        depends_on: Sequence[pulumi.Resource] = (),
        **target: Any,
    ) -> aws.cloudwatch.EventTarget:
        made = aws.cloudwatch.EventTarget(
            f"{name}-target",
            rule=self.rule.name,
            # Without it the target is looked for on the default bus.
            event_bus_name=self.args.bus_name,
            arn=arn,
            dead_letter_config={"arn": self.dead_letters.arn},
            retry_policy={
                "maximum_retry_attempts": self.args.retry_attempts,
                "maximum_event_age_in_seconds": self.args.max_age_seconds,
            },
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=[self.dead_letters.policy, *depends_on]
            ),
            **target,
        )
        self.targets.append(made)
        return made
