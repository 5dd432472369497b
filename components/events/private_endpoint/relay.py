"""The way by a function: it stands in the VPC, calls the endpoint and judges the answer."""

from __future__ import annotations

from typing import Any

import pulumi

from components.architecture import Component
from components.args import Args
from components.events.private_endpoint.settings import Answer, ByFunction
from components.foundation.alarm import alarm
from components.foundation.aws_endpoints import PORT, AwsEndpoints, AwsEndpointsArgs
from components.foundation.bus import Bus, Rule
from components.foundation.failures import watched_queue
from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs, Vpc
from components.foundation.grant import Grant
from components.foundation.network import Network
from components.foundation.security_group import SecurityGroup

HANDLERS = "handlers.events.private_endpoint"
CONNECT_SECONDS = 10
"""What start of the code and way to the endpoint may take beyond the wait for its answer."""
CALL_SECONDS = 10
"""Longest call of one AWS service, its second try included: `PATIENCE` of the handler."""


class RelayArgs(Args):
    """What the relay needs of the architecture."""

    by: ByFunction
    """Its settings."""
    url: Any
    """Output[str]: where events are sent."""
    network: Any
    """The `Network`."""
    group: Any
    """The function's `SecurityGroup`."""
    rule: Any
    """The `Rule` that starts it."""
    bus: Any
    """The `Bus` where it is made here."""
    bus_name: Any
    """Output[str]."""
    hops: tuple[Any, ...]
    """What must be there before the first event: rules of groups, listener."""


class Relay(Component):
    """The function, the queue for what it fails at, and its way to AWS.

    Children: `failures` (a Queue), `failures_alarm`, `endpoints`, `function`, `lost_alarm`.
    """

    def __init__(self, name: str, args: RelayArgs, opts: pulumi.ResourceOptions) -> None:
        super().__init__("palisade:events:Relay", name, args, opts)
        by, network, group = args.by, args.network, args.group
        self.failures, self.failures_alarm = watched_queue(f"{name}-failures", self.own)
        self.endpoints: AwsEndpoints | None = None
        self._reach_aws(name, by, network, group)
        self.function = Function(
            name,
            FunctionArgs(
                handler=f"{HANDLERS}.relay.handler",
                parts=self._parts(by),
                timeout_seconds=by.timeout_seconds
                + CONNECT_SECONDS
                + CALL_SECONDS * len(by.services),
                environment=self._variables(args),
                grants=self._grants(args),
                on_failure=self.failures,
                retry_attempts=by.retry_attempts,
                reserved_concurrency=by.reserved_concurrency,
                vpc=Vpc(subnet_ids=tuple(network.subnet_ids), security_group_ids=(group.group_id,)),
            ),
            self.own,
        )
        self.lost_alarm = alarm(
            f"{name}-lost",
            self.context,
            self.own,
            metric="DestinationDeliveryFailures",
            namespace="AWS/Lambda",
            dimensions={"FunctionName": self.function.function_name},
            description=f"Events that {name} failed at could not be put into its failure queue:"
            " they are lost. See whether the role may send there.",
        )
        self.register_outputs({})

    def _reach_aws(self, name: str, by: ByFunction, network: Network, group: SecurityGroup) -> None:
        """The hop to the interface endpoints of what the code itself calls. (The queue is written
        by Lambda, the logs too: neither goes through the VPC.)"""
        if not by.services:
            return
        if by.aws_endpoints_group_id is not None:
            group.reach_group("aws", by.aws_endpoints_group_id, PORT)
            return
        settings = AwsEndpointsArgs(network=network, services=by.services)
        self.endpoints = AwsEndpoints(f"{name}-aws", settings, self.own)
        group.reach(self.endpoints.group, PORT)

    def _parts(self, by: ByFunction) -> tuple[str, ...]:
        """Code whose calls are allowed with its setting, and only with it."""
        parts = {f"{HANDLERS}.key": by.key, f"{HANDLERS}.answers": by.answer}
        return tuple(name for name, setting in parts.items() if setting)

    def _variables(self, args: RelayArgs) -> dict[str, Any]:
        by = args.by
        variables = {"ENDPOINT_URL": args.url, "TIMEOUT_SECONDS": str(by.timeout_seconds)}
        if by.key:
            variables |= {"SECRET_ID": by.key.secret_arn, "KEY_HEADER": by.key.header}
        if by.answer:
            variables |= {
                "BUS_NAME": args.bus_name,
                "ANSWER_SOURCE": by.answer.source,
                "ANSWER_DETAIL_TYPE": by.answer.detail_type,
            }
        return variables | ({"CA_PEM": by.ca} if by.ca else {})

    def _grants(self, args: RelayArgs) -> tuple[Grant, ...]:
        by, grants = args.by, []
        if by.key:
            grants.append(Grant(("secretsmanager:GetSecretValue",), (by.key.secret_arn,)))
            if by.key.kms_key_arn is not None:
                grants.append(Grant(("kms:Decrypt",), (by.key.kms_key_arn,)))
        if by.answer:
            grants.append(self._put(args, by.answer))
        return tuple(grants)

    def _put(self, args: RelayArgs, answer: Answer) -> Grant:
        bus: Bus | None = args.bus
        if bus:
            return bus.put(answer.source, (answer.detail_type,))
        context = self.context
        arn: pulumi.Output[str]
        if context.account and context.region:
            home = f"arn:{context.partition}:events:{context.region}:{context.account}:event-bus/"
            arn = pulumi.Output.concat(home, args.bus_name)
        else:
            # Outside an Environment account and Region stand in the ARN of the rule on that bus.
            rule: Rule = args.rule
            arn = pulumi.Output.concat(rule.arn.apply(_home), args.bus_name)
        return Grant(
            ("events:PutEvents",),
            (arn,),
            condition={
                "StringEquals": {
                    "events:source": answer.source,
                    "events:detail-type": [answer.detail_type],
                }
            },
        )


def _home(rule_arn: str) -> str:
    """What comes before the name in the ARN of a bus, from that of a rule beside it."""
    return rule_arn.partition(":rule/")[0] + ":event-bus/"
