"""Events of a bus reach an HTTP endpoint that has no way in from the internet.

publisher -> bus -> rule --> function in the VPC ------------------> endpoint (ALB, server, API)
                     |          +-- asked for: answer --> bus
                     |          +-- after the retries -> failure queue -> alarm
                     |    or
                     +-----> API destination -> VPC Lattice -> gateway in the VPC --> endpoint
                     +-- not delivered -> dead-letter queue -> alarm
"""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.architecture import Architecture
from components.events.private_endpoint.connection import PrivateConnection, PrivateConnectionArgs
from components.events.private_endpoint.relay import Relay, RelayArgs
from components.events.private_endpoint.settings import (
    BalancedEndpoint,
    ByFunction,
    PrivateEndpointArgs,
    SharedEndpoint,
)
from components.foundation.bus import Rule, RuleArgs, bus_of
from components.foundation.dns import alias
from components.foundation.load_balancer import LoadBalancer
from components.foundation.log_bucket import LogBucket
from components.foundation.network import Network, NetworkArgs
from components.foundation.security_group import SecurityGroup, SecurityGroupArgs
from components.foundation.vpc_target import AlbListener, AlbListenerArgs, logged_alb


class PrivateEndpoint(Architecture):
    """A bus, a rule, and the way from it into a VPC.

    Outputs (all Output[str]): `bus_name`: where publishers put events; `url`: where they arrive;
    `group_id`: security group of the function or the gateway, empty where the endpoint is shared;
    `resource_configuration_arn`: for connections of other accounts, empty without a connection;
    `undelivered_url`: the queue of events that EventBridge could not hand on; `failures_url`: the
    queue of events that the function failed at, empty without one.
    Source: sheet 63; EventBridge user guide, "Connecting to private APIs".
    """

    bus_name: pulumi.Output[str]
    url: pulumi.Output[str]
    group_id: pulumi.Output[str]
    resource_configuration_arn: pulumi.Output[str]
    undelivered_url: pulumi.Output[str]
    failures_url: pulumi.Output[str]

    def __init__(
        self, name: str, args: PrivateEndpointArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        self.bus, self.bus_name = bus_of(name, args.bus_name, self.own)
        self.rule = Rule(
            name,
            RuleArgs(
                bus_name=self.bus_name,
                pattern={"source": [args.source], "detail-type": list(args.detail_types)},
                description=f"{args.source} events that {name} carries into a VPC",
                enabled=args.enabled,
                retry_attempts=args.retry_attempts,
                max_age_seconds=args.max_age_seconds,
            ),
            self.own,
        )
        self.network: Network | None = None
        self.group: SecurityGroup | None = None
        self.logs: LogBucket | None = None
        self.balancer: LoadBalancer | None = None
        self.listener: AlbListener | None = None
        self.record: aws.route53.Record | None = None
        hops = self._endpoint(name, args)
        self.relay: Relay | None = None
        self.connection: PrivateConnection | None = None
        if isinstance(args.by, ByFunction):
            self.relay = self._relay(name, args.by, hops)
        else:
            self.connection = PrivateConnection(
                name,
                PrivateConnectionArgs(
                    by=args.by,
                    endpoint=args.endpoint,
                    url=self.url,
                    network=self.network,
                    group=self.group,
                    hops=tuple(hops),
                ),
                self.own,
            )
            self.rule.to_role_target(
                name,
                self.connection.destination.arn,
                (self.connection.invoke(),),
            )
        nothing = pulumi.Output.from_input("")
        self.group_id = self.group.group_id if self.group else nothing
        self.resource_configuration_arn = (
            self.connection.resource_arn if self.connection else nothing
        )
        self.undelivered_url = self.rule.dead_letters.url
        self.failures_url = self.relay.failures.url if self.relay else nothing
        self.finish()

    def _endpoint(self, name: str, args: PrivateEndpointArgs) -> list[pulumi.Resource]:
        """The endpoint's side: its address, and the rules that let the caller's group reach it."""
        endpoint = args.endpoint
        if isinstance(endpoint, SharedEndpoint):
            self.url = pulumi.Output.from_input(endpoint.url)
            return []
        self.network = Network(name, NetworkArgs(network=endpoint.network), self.own)
        carrier = "Function" if isinstance(args.by, ByFunction) else "Resource gateway"
        self.group = SecurityGroup(
            f"{name}-caller",
            SecurityGroupArgs(vpc_id=self.network.vpc_id, description=f"{carrier} of {name}"),
            self.own,
        )
        if isinstance(endpoint, BalancedEndpoint):
            return self._balancer(name, endpoint, self.network, self.group)
        self.url = pulumi.Output.from_input(endpoint.url)
        return self.group.reach_group("endpoint", endpoint.security_group_id, endpoint.port)

    def _balancer(
        self, name: str, endpoint: BalancedEndpoint, network: Network, caller: SecurityGroup
    ) -> list[pulumi.Resource]:
        self.logs, self.balancer = logged_alb(f"{name}-alb", network, endpoint.log_days, self.own)
        self.listener = AlbListener(
            f"{name}-app",
            AlbListenerArgs(
                balancer=self.balancer,
                port=endpoint.port,
                behind=endpoint.behind,
                certificate_arn=endpoint.tls.certificate_arn if endpoint.tls else None,
            ),
            self.own,
        )
        caller.reach(self.balancer.group, endpoint.port)
        needs: list[pulumi.Resource] = [*caller.rules, *self.balancer.group.rules]
        needs.append(self.listener.listener)
        if endpoint.tls is None:
            self.url = pulumi.Output.concat("http://", self.balancer.dns_name, endpoint.path)
            return needs
        self.url = pulumi.Output.from_input(f"https://{endpoint.tls.server_name}{endpoint.path}")
        self.record = alias(
            f"{name}-name",
            endpoint.tls.server_name,
            endpoint.tls.zone_id,
            self.balancer.dns_name,
            self.balancer.zone_id,
            self.own,
        )
        return [*needs, self.record]

    def _relay(self, name: str, by: ByFunction, hops: list[pulumi.Resource]) -> Relay:
        made = Relay(
            name,
            RelayArgs(
                by=by,
                url=self.url,
                network=self.network,
                group=self.group,
                rule=self.rule,
                bus=self.bus,
                bus_name=self.bus_name,
                hops=tuple(hops),
            ),
            self.own,
        )
        self.rule.to_function(name, made.function)
        return made
