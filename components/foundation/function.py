"""Function: Lambda with a role, a log group and permissions of its own.

sources (queue, stream, topic, bucket) -> function -> after the retries, on_failure
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

import pulumi
import pulumi_aws as aws

from components.architecture import Component
from components.foundation.code import archive
from components.foundation.function_settings import DEFAULT_RETRIES, FunctionArgs
from components.foundation.grant import SELF, Grant, facts
from components.foundation.key import with_key
from components.foundation.logs import log_group
from components.foundation.physical_name import fitting
from components.foundation.role import make_policy, make_role
from components.settings import context_of

POWERTOOLS_ACCOUNT = "017000801446"
POWERTOOLS_ACCOUNTS = {
    "cn-north-1": "498634801083",
    "us-gov-east-1": "165087284144",
    "us-gov-west-1": "165093116878",
}
"""Accounts that publish the Powertools layer outside the commercial Regions."""

LOOP_REASON_TAG = "palisade:loop-reason"

# Actions that a role needs before its function exists; a grant to itself can only come after.
_LOGS = Grant(
    ("logs:CreateLogStream", "logs:PutLogEvents"),
    (SELF,),
    (SELF,),
    (":*",),
    reason="Lambda writes the function's log",
)
_TRACES = Grant(
    ("xray:PutTraceSegments", "xray:PutTelemetryRecords"), ("*",), reason="X-Ray has no ARNs"
)
_NETWORK = Grant(
    (
        "ec2:CreateNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
    ),
    ("*",),
    reason="Lambda asks for its network interfaces on every resource (Lambda guide, VPC)",
)


class Sink(Protocol):
    """What failed events can go to: a queue, topic, bus or function."""

    arn: pulumi.Output[str]

    def send(self) -> Grant: ...


class Source(Protocol):
    """What can start a function: brings the permissions it needs and its own wiring."""

    @property
    def grants(self) -> tuple[Grant, ...]: ...

    def connect(
        self, name: str, function: Function, opts: pulumi.ResourceOptions
    ) -> pulumi.Resource: ...


class Function(Component):
    """A Lambda function with its own role, log group and policy.

    `arn`, `function_name`, `invoke_arn` (Output[str]). Children: `role`, `policy`, `log_group`,
    `function`, `self_policy`, `invoke_config`, `recursion_config`, `connections` (one for each
    source), `permissions` (of those that may invoke it).
    """

    arn: pulumi.Output[str]
    function_name: pulumi.Output[str]
    invoke_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: FunctionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        grants, self_grants = _grants(args, opts)
        super().__init__(
            "palisade:foundation:Function", name, args, opts, facts(grants + self_grants)
        )
        self.args = args
        self.permissions: list[aws.lambda_.Permission] = []
        self.log_group = log_group(
            f"{name}-logs", self.settings, self.own, prefix=f"/aws/lambda/{name}-"
        )
        self.role = make_role(name, self.context, "lambda.amazonaws.com", self.own)
        self.policy = make_policy(name, self.role, grants, self.own, {"logs": self.log_group.arn})
        self.function = self._function(name, args)
        self.arn, self.function_name = self.function.arn, self.function.name
        self.invoke_arn = self.function.invoke_arn
        self.self_policy = make_policy(
            f"{name}-self", self.role, self_grants, self.own, {"lambda": self.arn}
        )
        self.invoke_config = self._invoke_config(name, args)
        self.recursion_config = (
            aws.lambda_.FunctionRecursionConfig(
                f"{name}-recursion",
                function_name=self.function_name,
                recursive_loop="Allow",
                opts=self.own,
            )
            if args.recursive_loop == "Allow"
            else None
        )
        self.connections = [
            source.connect(name if index == 0 else f"{name}-{index + 1}", self, self.own)
            for index, source in enumerate(args.sources)
        ]
        self.register_outputs({})

    def invoke(self) -> Grant:
        """Permission to invoke the function."""
        return Grant(("lambda:InvokeFunction",), (self.arn,), (self.function.urn,))

    send = invoke

    def allow(
        self, name: str, service: str, source_arn: pulumi.Input[str], **more: Any
    ) -> aws.lambda_.Permission:
        """Let `service` invoke the function on behalf of one resource only."""
        made = aws.lambda_.Permission(
            fitting(f"{name}-permission", 100),
            action="lambda:InvokeFunction",
            function=self.function_name,
            principal=service,
            source_arn=source_arn,
            opts=self.own,
            **more,
        )
        self.permissions.append(made)
        return made

    def _function(self, name: str, args: FunctionArgs) -> aws.lambda_.Function:
        settings = self.settings
        level = args.log_level or settings.log_level
        variables: dict[str, Any] = {"POWERTOOLS_SERVICE_NAME": name, **args.environment}
        layers = list(args.layers)
        if args.powertools:
            layers.insert(0, self._powertools_layer(args))
        return aws.lambda_.Function(
            fitting(name, 64),
            runtime=args.runtime,
            architectures=[args.architecture],
            handler=args.handler,
            code=archive(args.handler, args.parts),
            role=self.role.arn,
            timeout=args.timeout_seconds,
            memory_size=args.memory_mb,
            ephemeral_storage={"size": args.ephemeral_storage_mb},
            environment={"variables": variables},
            kms_key_arn=settings.kms_key_arn,
            layers=layers,
            reserved_concurrent_executions=args.reserved_concurrency,
            tracing_config={"mode": "Active" if settings.tracing else "PassThrough"},
            logging_config={
                "log_format": "JSON",
                "application_log_level": level,
                "system_log_level": "INFO",
                "log_group": self.log_group.name,
            },
            vpc_config={
                "subnet_ids": args.vpc.subnet_ids,
                "security_group_ids": args.vpc.security_group_ids,
            }
            if args.vpc
            else None,
            tags={LOOP_REASON_TAG: args.loop_reason} if args.loop_reason else None,
            # A function that starts before its permissions exist fails its first events.
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=[self.policy] if self.policy else []
            ),
        )

    def _powertools_layer(self, args: FunctionArgs) -> pulumi.Input[str]:
        """ARN of AWS's public layer. Source: Powertools for AWS Lambda (Python), "Lambda Layer"."""
        python = args.runtime.replace(".", "")
        version = self.settings.powertools_layer_version

        def layer(partition: str, region: str) -> str:
            publisher = POWERTOOLS_ACCOUNTS.get(region, POWERTOOLS_ACCOUNT)
            return (
                f"arn:{partition}:lambda:{region}:{publisher}:layer:"
                f"AWSLambdaPowertoolsPythonV3-{python}-{args.architecture}:{version}"
            )

        if self.context.region:
            return layer(self.context.partition, self.context.region)
        # Outside an Environment only AWS knows the Region: it stands in the log group's ARN.
        return self.log_group.arn.apply(lambda arn: layer(arn.split(":")[1], arn.split(":")[3]))

    def _invoke_config(
        self, name: str, args: FunctionArgs
    ) -> aws.lambda_.FunctionEventInvokeConfig | None:
        if args.on_failure is None and args.retry_attempts == DEFAULT_RETRIES:
            return None
        return aws.lambda_.FunctionEventInvokeConfig(
            f"{name}-async",
            function_name=self.function_name,
            maximum_retry_attempts=args.retry_attempts,
            destination_config={"on_failure": {"destination": args.on_failure.arn}}
            if args.on_failure is not None
            else None,
            opts=self.own,
        )


def _grants(
    args: FunctionArgs, opts: pulumi.ResourceOptions | None
) -> tuple[tuple[Grant, ...], tuple[Grant, ...]]:
    """All that the role may do: what is needed before the function exists, and to itself."""
    grants = [_LOGS]
    if context_of(opts).settings.tracing:
        grants.append(_TRACES)
    if args.vpc:
        grants.append(_NETWORK)
    if args.on_failure is not None:
        grants.append(replace(args.on_failure.send(), reason="Lambda sends failed events there"))
    grants += [grant for source in args.sources for grant in source.grants]
    to_itself = [g for g in args.grants if SELF in g.resources and not _is_logs(g)]
    grants += [g for g in args.grants if g not in to_itself]
    return with_key(grants, context_of(opts).settings), tuple(to_itself)


def _is_logs(grant: Grant) -> bool:
    return grant.actions[0].startswith("logs:")
