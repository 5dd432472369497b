"""StateMachine: Step Functions with a role, a log group and tracing of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.architecture import Component
from components.args import Args
from components.errors import ConfigError, Problem
from components.foundation.code import ROOT
from components.foundation.grant import Grant, facts, on
from components.foundation.key import with_key
from components.foundation.logs import log_group
from components.foundation.role import make_policy, make_role
from components.settings import context_of

_DELIVERY = Grant(
    (
        "logs:CreateLogDelivery",
        "logs:GetLogDelivery",
        "logs:UpdateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:DescribeResourcePolicies",
        "logs:DescribeLogGroups",
    ),
    ("*",),
    reason="Step Functions asks for log delivery on every resource (guide, CloudWatch Logs)",
)
_TRACES = Grant(
    (
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
    ),
    ("*",),
    reason="X-Ray has no ARNs",
)

_PLACE = re.compile(r"@([a-z_]+)@")


class StateMachineArgs(Args):
    """Settings of a state machine. Source: Step Functions developer guide; sheets 04, 69."""

    definition_file: str
    """Path of the definition (Amazon States Language, JSON) below the repository. `@name@` in its
    strings stands for the value of that name in `values`."""

    values: dict[str, Any] = Field(default_factory=dict)
    """What stands for `@name@` in the definition: names and ARNs (Input[str])."""

    type: Literal["STANDARD", "EXPRESS"] = "EXPRESS"
    """`EXPRESS`: up to 5 minutes, at least once, cheap in numbers. `STANDARD`: up to a year,
    exactly once, with a history."""

    grants: tuple[Any, ...] = ()
    """`Grant`s: what its tasks may call. Logs and traces bring their own."""

    log_level: Literal["ALL", "ERROR", "FATAL"] | None = None
    """What is logged. Left out: `ALL` for `EXPRESS`, which has no other history, else `ERROR`."""

    log_data: bool = False
    """Whether inputs and outputs are logged, too: they may hold personal data."""


class StateMachine(Component):
    """A state machine. `arn`, `machine_name` (Output[str]).

    Children: `log_group`, `role`, `policy`, `machine`.
    """

    arn: pulumi.Output[str]
    machine_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: StateMachineArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        settings = context_of(opts).settings
        traces = (_TRACES,) if settings.tracing else ()
        grants = with_key((*args.grants, _DELIVERY, *traces), settings)
        text = definition_text(args.definition_file, args.values)
        # Filled in it is unknown as a whole at preview: until then guardrails read its text.
        told = {**facts(grants), "definition": text}
        super().__init__("palisade:foundation:StateMachine", name, args, opts, told)
        # Groups of this prefix share one resource policy, whose size AWS limits.
        prefix = f"/aws/vendedlogs/states/{name}-"
        self.log_group = log_group(f"{name}-logs", settings, self.own, prefix=prefix)
        self.role = make_role(name, self.context, "states.amazonaws.com", self.own)
        self.policy = make_policy(name, self.role, grants, self.own)
        level = args.log_level or ("ALL" if args.type == "EXPRESS" else "ERROR")
        self.machine = aws.sfn.StateMachine(
            name,
            type=args.type,
            role_arn=self.role.arn,
            definition=filled(text, args.values),
            logging_configuration={
                "level": level,
                "include_execution_data": args.log_data,
                "log_destination": pulumi.Output.concat(self.log_group.arn, ":*"),
            },
            tracing_configuration={"enabled": settings.tracing},
            # Step Functions tries the permissions for logs when the machine is made.
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=[self.policy] if self.policy else []
            ),
        )
        self.arn, self.machine_name = self.machine.arn, self.machine.name
        self.register_outputs({})

    def start(self) -> Grant:
        """Permission to start an execution."""
        return on(self.machine, self.arn, "states:StartExecution")

    def start_and_wait(self) -> Grant:
        """Permission to start an execution of an EXPRESS machine and wait for its result."""
        return on(self.machine, self.arn, "states:StartSyncExecution")

    def stop(self) -> Grant:
        """Permission to stop this machine's executions."""
        executions = self.arn.apply(executions_of)
        return Grant(("states:StopExecution",), (executions,), (self.machine.urn,), (":*",))


def executions_of(machine_arn: str) -> str:
    """What the ARNs of a machine's executions begin with."""
    return machine_arn.replace(":stateMachine:", ":execution:")


def definition_text(file: str, values: Mapping[str, pulumi.Input[str]]) -> str:
    """The definition in `file`, as JSON text without layout; its `@name@` are still there.

    Raises ConfigError where the file is missing, is no JSON or names a value that is not given.
    """
    path = ROOT / file
    try:
        parsed = json.loads(path.read_text())
    except OSError as error:
        raise _refused(file, "no such file", "a state machine's definition") from error
    except ValueError as error:
        raise _refused(file, f"not JSON: {error}", "a state machine's definition") from error
    text = json.dumps(parsed)
    named = set(_PLACE.findall(text))
    if named != set(values):
        found = f"@name@ for {', '.join(sorted(named)) or 'nothing'}"
        raise _refused(file, found, f"just {', '.join(sorted(values)) or 'none'}")
    return text


def filled(text: str, values: Mapping[str, pulumi.Input[str]]) -> pulumi.Output[str]:
    """The definition with `values` in place of its `@name@`."""
    if not values:
        return pulumi.Output.from_input(text)
    return pulumi.Output.all(**values).apply(lambda known: _filled(text, known))


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        # As the inside of a JSON string, whatever the value holds.
        text = text.replace(f"@{name}@", json.dumps(value)[1:-1])
    return text


def _refused(file: str, found: str, expected: str) -> ConfigError:
    name = Path(file).as_posix()
    return ConfigError([Problem(f"definition {name}", found, expected, "correct the file")])
