"""What stands behind a load balancer: code, servers that exist, or another balancer."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.architecture import Component
from components.args import Args, Input, Model
from components.foundation.code import Handler
from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs, Variables
from components.foundation.load_balancer import TLS_POLICY, LoadBalancer, LoadBalancerArgs
from components.foundation.log_bucket import LogBucket, LogBucketArgs
from components.foundation.network import Network
from components.foundation.physical_name import fitting

HEALTH_PORT = 8080
HEALTH_CHECK: Any = {"protocol": "HTTP", "port": str(HEALTH_PORT), "path": "/"}
"""How a network load balancer asks the application load balancer behind it."""
TARGET_GROUP = r"^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:targetgroup/.+$"


class Code(Model):
    """A function behind an application load balancer: no servers to run."""

    handler: Handler
    """Path of the function in this repository, e.g. `handlers.apis.vpc_link_http.echo.handler`."""

    timeout_seconds: int = Field(default=10, ge=1, le=29)
    """Longest run; API Gateway gives up after 29 or 30 s."""

    memory_mb: int = Field(default=256, ge=128, le=10240)
    """Memory in MB."""

    environment: Variables = Field(default_factory=dict)
    """Environment variables; no secrets."""


class Servers(Model):
    """Servers that exist, in a target group of the same VPC: ECS keeps it up to date by itself."""

    target_group_arn: Input[str] = Field(pattern=TARGET_GROUP)
    """ARN of the target group; not of a load balancer."""

    security_group_id: Input[str]
    """Group of the servers: gets a rule in for `port`."""

    port: int = Field(ge=1, le=65535)
    """Port on which they answer, health checks as well."""


class AlbListenerArgs(Args):
    """A port of an application load balancer."""

    balancer: Any
    """The `LoadBalancer`."""

    port: int = Field(ge=1, le=65535)
    """Where it listens."""

    behind: Code | Servers
    """What answers."""

    certificate_arn: Input[str] | None = None
    """Certificate of ACM: the listener speaks HTTPS."""


class AlbListener(Component):
    """A listener and what it forwards to. `arn` (Output[str]).

    Children: `listener`, `rules`; with code also `function`, `group`, `target`.
    """

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: AlbListenerArgs, opts: pulumi.ResourceOptions) -> None:
        super().__init__("palisade:foundation:AlbListener", name, args, opts)
        balancer: LoadBalancer = args.balancer
        self.function: Function | None = None
        self.rules: list[pulumi.Resource] = []
        target: list[pulumi.Resource] = []
        if isinstance(args.behind, Code):
            group_arn = self._code(name, args.behind)
            target.append(self.target)
        else:
            group_arn = args.behind.target_group_arn
            self.rules = _servers(name, balancer, args.behind)
        tls = args.certificate_arn is not None
        self.listener = aws.lb.Listener(
            name,
            load_balancer_arn=balancer.arn,
            port=args.port,
            protocol="HTTPS" if tls else "HTTP",
            ssl_policy=TLS_POLICY if tls else None,
            certificate_arn=args.certificate_arn,
            default_actions=[{"type": "forward", "target_group_arn": group_arn}],
            opts=pulumi.ResourceOptions(
                parent=self,
                # A listener without a target answers 503 to the first callers.
                depends_on=target,
                # AWS refuses another port while a network load balancer has this one as target.
                replace_on_changes=["port"],
            ),
        )
        self.arn = self.listener.arn
        self.register_outputs({})

    def _code(self, name: str, code: Code) -> pulumi.Output[str]:
        self.function = Function(name, FunctionArgs.of(code), self.own)
        self.group = aws.lb.TargetGroup(fitting(name, 32), target_type="lambda", opts=self.own)
        allowed = self.function.allow(name, "elasticloadbalancing.amazonaws.com", self.group.arn)
        self.target = aws.lb.TargetGroupAttachment(
            name,
            target_group_arn=self.group.arn,
            target_id=self.function.arn,
            # Elastic Load Balancing tries whether it may invoke the function.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[allowed]),
        )
        return self.group.arn


class NlbListenerArgs(Args):
    """A port of a network load balancer."""

    balancer: Any
    """The `LoadBalancer`."""

    network: Any = None
    """The `Network`, where `behind` is a balancer."""

    port: int = Field(ge=1, le=65535)
    """Where it listens. TLS passes through: what stands behind ends it."""

    behind: Any
    """`Servers`, or the application `LoadBalancer` that listens on the same port."""

    after: tuple[Any, ...] = ()
    """Listeners of the balancer behind: it becomes a target only when it listens."""


class NlbListener(Component):
    """A TCP listener and what it forwards to. `arn` (Output[str]).

    Children: `listener`, `rules`; with a balancer behind also `group`, `target`.
    """

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: NlbListenerArgs, opts: pulumi.ResourceOptions) -> None:
        super().__init__("palisade:foundation:NlbListener", name, args, opts)
        balancer: LoadBalancer = args.balancer
        if isinstance(args.behind, Servers):
            group_arn = args.behind.target_group_arn
            self.rules = _servers(name, balancer, args.behind)
        else:
            group_arn = self._balancer(name, args.behind, args)
            group = args.behind.group.group_id
            self.rules = [
                rule
                for port in (args.port, HEALTH_PORT)
                for rule in balancer.group.reach_group(name, group, port)
            ]
        self.listener = aws.lb.Listener(
            name,
            load_balancer_arn=balancer.arn,
            port=args.port,
            protocol="TCP",
            default_actions=[{"type": "forward", "target_group_arn": group_arn}],
            # A target group stands behind one network load balancer at a time.
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self.arn = self.listener.arn
        self.register_outputs({})

    def _balancer(
        self, name: str, behind: LoadBalancer, args: NlbListenerArgs
    ) -> pulumi.Output[str]:
        network: Network = args.network
        self.group = aws.lb.TargetGroup(
            fitting(name, 32),
            vpc_id=network.vpc_id,
            target_type="alb",
            protocol="TCP",
            port=args.port,
            health_check=HEALTH_CHECK,
            opts=self.own,
        )
        self.target = aws.lb.TargetGroupAttachment(
            name,
            target_group_arn=self.group.arn,
            target_id=behind.arn,
            port=args.port,
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(args.after)),
        )
        return self.group.arn


def answer_health_checks(
    name: str, balancer: LoadBalancer, opts: pulumi.ResourceOptions
) -> aws.lb.Listener:
    """A listener for the checks of the balancer in front: it says that this one runs, and asks no
    code. Whether what stands behind it runs, its own checks say."""
    return aws.lb.Listener(
        name,
        load_balancer_arn=balancer.arn,
        port=HEALTH_PORT,
        protocol="HTTP",
        default_actions=[fixed("200", "ok")],
        opts=opts,
    )


def fixed(status: str, text: str) -> Any:
    """A listener's action: the balancer answers by itself."""
    response = {"content_type": "text/plain", "message_body": text, "status_code": status}
    return {"type": "fixed-response", "fixed_response": response}


def logged_alb(
    name: str, network: Any, log_days: int, opts: pulumi.ResourceOptions
) -> tuple[LogBucket, LoadBalancer]:
    """An application load balancer and the bucket of its access logs, kept for `log_days`."""
    logs = LogBucket(f"{name}-logs", LogBucketArgs(prefixes=(name,), expire_days=log_days), opts)
    settings = LoadBalancerArgs(
        kind="application", network=network, access_logs_bucket=logs.bucket_name
    )
    return logs, LoadBalancer(name, settings, opts)


def _servers(name: str, balancer: LoadBalancer, servers: Servers) -> list[pulumi.Resource]:
    return balancer.group.reach_group(name, servers.security_group_id, servers.port)
