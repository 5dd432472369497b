"""The load balancer that asks for client certificates, and what stands behind it.

client --TLS 443--> listener (verify) --rule: host is ours--> endpoint of API Gateway, HTTPS 443
                       +-- any other host: 404
network load balancer --HTTP 8080--> fixed 200 (nobody else may come in there)
"""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.apis.private_mtls.settings import Clients
from components.architecture import Component
from components.args import Args, Input
from components.foundation.alarm import alarm
from components.foundation.api_endpoint import PORT, ApiEndpoint
from components.foundation.load_balancer import TLS_POLICY, LoadBalancer, LoadBalancerArgs
from components.foundation.log_bucket import LogBucket, LogBucketArgs
from components.foundation.network import Network
from components.foundation.physical_name import fitting
from components.foundation.trust_store import TrustStore
from components.foundation.vpc_target import answer_health_checks, fixed

KEEP_ALIVE_SECONDS = 300
"""A revoked client goes on until its connection ends: at most this long, not the hour of AWS's
default."""


class FrontArgs(Args):
    """What the front needs of its neighbours."""

    network: Any
    endpoint: Any
    domain_name: str
    certificate_arn: Input[str]
    trust: Any
    transforms: tuple[Any, ...]
    clients: Clients | None
    log_days: int
    refusals_alarm: int


class Front(Component):
    """An application load balancer in verify mode. `balancer`, `listener`, `health` go to others.

    Children: `logs`, `balancer`, `group`, `targets`, `listener`, `rule`, `health`, `alarms`.
    """

    def __init__(self, name: str, args: FrontArgs, opts: pulumi.ResourceOptions) -> None:
        super().__init__("palisade:foundation:PrivateMtlsFront", name, args, opts)
        network: Network = args.network
        endpoint: ApiEndpoint = args.endpoint
        self.logs = LogBucket(
            f"{name}-logs",
            LogBucketArgs(prefixes=(name, f"{name}-connections"), expire_days=args.log_days),
            self.own,
        )
        self.balancer = LoadBalancer(
            name,
            LoadBalancerArgs(
                kind="application",
                network=network,
                access_logs_bucket=self.logs.bucket_name,
                connection_logs_bucket=self.logs.bucket_name,
                client_keep_alive_seconds=KEEP_ALIVE_SECONDS,
                # Its nodes take any free address: those of the endpoint must be taken first.
                after=(endpoint.endpoint,),
            ),
            self.own,
        )
        self.balancer.group.reach(endpoint.group, PORT)
        if args.clients:
            self._admit(args.clients)
        self._targets(name, network, endpoint)
        self._listen(name, args)
        self.health: aws.lb.Listener | None = None
        self.alarms = self._alarms(name, args.refusals_alarm)
        self.register_outputs({})

    def answer_health_checks(self, name: str) -> aws.lb.Listener:
        """A listener for the checks of another balancer, which has no client certificate to show.

        It says that this balancer runs; whether the API behind it does, its own checks say.
        """
        self.health = answer_health_checks(f"{name}-health", self.balancer, self.own)
        return self.health

    def _admit(self, clients: Clients) -> None:
        for number, cidr in enumerate(clients.cidrs, 1):
            self.balancer.group.admit(f"clients-{number}", cidr, PORT)
        for number, group in enumerate(clients.security_group_ids, 1):
            self.balancer.group.admit_group(f"group-{number}", group, PORT)

    def _targets(self, name: str, network: Network, endpoint: ApiEndpoint) -> None:
        self.group = aws.lb.TargetGroup(
            fitting(f"{name}-api", 32),
            vpc_id=network.vpc_id,
            target_type="ip",
            protocol="HTTPS",
            port=PORT,
            # API Gateway keeps /ping for itself. A request that names no API gets 403, which shows
            # as well that the endpoint is reached.
            health_check={
                "protocol": "HTTPS",
                "path": "/ping",
                "matcher": "200,403",
                "interval": 30,
                "healthy_threshold": 2,
                "unhealthy_threshold": 2,
            },
            opts=self.own,
        )
        self.targets = [
            aws.lb.TargetGroupAttachment(
                f"{name}-api-{number}",
                target_group_arn=self.group.arn,
                target_id=address,
                port=PORT,
                opts=pulumi.ResourceOptions(parent=self, depends_on=[endpoint.endpoint]),
            )
            for number, address in enumerate(endpoint.addresses, 1)
        ]

    def _listen(self, name: str, args: FrontArgs) -> None:
        trust: TrustStore = args.trust
        # Whom the list names is never let in, not even while the stack is new.
        listed = [trust.revocation] if trust.revocation else []
        self.listener = aws.lb.Listener(
            f"{name}-mtls",
            load_balancer_arn=self.balancer.arn,
            port=PORT,
            protocol="HTTPS",
            ssl_policy=TLS_POLICY,
            certificate_arn=args.certificate_arn,
            mutual_authentication={
                "mode": "verify",
                "trust_store_arn": trust.arn,
                "ignore_client_certificate_expiry": False,
                # Clients with several certificates pick the right one by themselves.
                "advertise_trust_store_ca_names": "on",
            },
            default_actions=[fixed("404", "no such host")],
            opts=pulumi.ResourceOptions(parent=self, depends_on=listed),
        )
        # Only a rule can change the request; the default action cannot.
        self.rule = aws.lb.ListenerRule(
            f"{name}-api",
            listener_arn=self.listener.arn,
            priority=1,
            conditions=[{"host_header": {"values": [args.domain_name]}}],
            actions=[{"type": "forward", "target_group_arn": self.group.arn}],
            transforms=list(args.transforms) or None,
            opts=self.own,
        )

    def _alarms(self, name: str, refusals: int) -> list[aws.cloudwatch.MetricAlarm]:
        balancer: dict[str, pulumi.Input[str]] = {"LoadBalancer": self.balancer.balancer.arn_suffix}
        return [
            alarm(
                f"{name}-refused",
                self.context,
                self.own,
                metric="ClientTLSNegotiationErrorCount",
                namespace="AWS/ApplicationELB",
                dimensions=balancer,
                above=refusals,
                period_seconds=300,
                description=f"Clients of {name} are refused at the handshake: tls_verify_status in"
                " the connection log says why.",
            ),
            alarm(
                f"{name}-unhealthy",
                self.context,
                self.own,
                metric="UnHealthyHostCount",
                namespace="AWS/ApplicationELB",
                dimensions={**balancer, "TargetGroup": self.group.arn_suffix},
                statistic="Maximum",
                periods=3,
                description=f"{name} does not reach the endpoint of API Gateway in some zone.",
            ),
        ]


def rewrite(api_host: pulumi.Input[str], stage: pulumi.Input[str]) -> tuple[Any, ...]:
    """Host and path as API Gateway knows them: its own name, the stage first.

    Each expression covers the whole text, once, and matches every request: one that fails makes
    the load balancer answer 500. Source: ELB user guide, "Transforms for listener rules".
    """
    path = pulumi.Output.concat("/", stage, "/$1")
    return (
        {
            "type": "host-header-rewrite",
            "host_header_rewrite_config": {"rewrite": {"regex": "^.+$", "replace": api_host}},
        },
        {
            "type": "url-rewrite",
            "url_rewrite_config": {"rewrite": {"regex": "^/(.*)$", "replace": path}},
        },
    )
