"""Promote or roll back the canary of a REST API's stage, without waiting for a deployment.

    python -m tools.canary status --api a1b2c3d4e5 --stage live
    python -m tools.canary promote --api a1b2c3d4e5 --stage live --alarm cup-roll-back-alarm-1a2b3c4
    python -m tools.canary rollback --api a1b2c3d4e5 --stage live --yes

Says what it would do; does it with `--yes`. Credentials and Region come as for the AWS CLI. The
stage is Pulumi's: afterwards the stack file must say the same, and the last lines tell how.
Source: API Gateway developer guide, "Promote a canary release", "Turn off a canary release".
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

COMMAND = "python -m tools.canary"


class CanaryError(Exception):
    """What stands in the way, in one line that says what to do."""


class ApiGateway(Protocol):
    """What is used of boto3's client `apigateway`."""

    def get_stage(self, *, restApiId: str, stageName: str) -> Mapping[str, Any]: ...  # noqa: N803
    def get_deployment(self, *, restApiId: str, deploymentId: str) -> Mapping[str, Any]: ...  # noqa: N803
    def update_stage(
        self,
        *,
        restApiId: str,  # noqa: N803
        stageName: str,  # noqa: N803
        patchOperations: Sequence[Mapping[str, str]],  # noqa: N803
    ) -> Mapping[str, Any]: ...


class CloudWatch(Protocol):
    """What is used of boto3's client `cloudwatch`."""

    def describe_alarms(self, *, AlarmNames: list[str]) -> Mapping[str, Any]: ...  # noqa: N803


@dataclass(frozen=True)
class Canary:
    """The canary settings of a stage: percent 0 to 100, `overrides` of stage variables."""

    deployment: str
    percent: float
    overrides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """A stage as AWS has it now."""

    api: str
    name: str
    deployment: str
    variables: Mapping[str, str]
    canary: Canary | None
    labels: Mapping[str, str]
    """Deployment → its description (`release v1`); empty where it has none."""

    @classmethod
    def read(cls, client: ApiGateway, api: str, name: str) -> Stage:
        """The stage; raises `botocore.exceptions.ClientError` where there is none."""
        found = client.get_stage(restApiId=api, stageName=name)
        given = found.get("canarySettings")
        canary = None
        if given:
            canary = Canary(
                given["deploymentId"],
                float(given.get("percentTraffic", 0)),
                dict(given.get("stageVariableOverrides") or {}),
            )
        deployments = [found["deploymentId"], *([canary.deployment] if canary else [])]
        labels = {
            id_: client.get_deployment(restApiId=api, deploymentId=id_).get("description", "")
            for id_ in dict.fromkeys(deployments)
        }
        variables = dict(found.get("variables") or {})
        return cls(api, name, found["deploymentId"], variables, canary, labels)

    def named(self, deployment: str) -> str:
        """`release v1 (deployment abc123)`."""
        label = self.labels.get(deployment)
        return f"{label} (deployment {deployment})" if label else f"deployment {deployment}"

    def lines(self) -> list[str]:
        """The stage in words."""
        said = [f"stage {self.name} of {self.api}", f"  stable: {self.named(self.deployment)}"]
        if self.canary is None:
            return [*said, "  no canary"]
        said.append(f"  canary: {self.named(self.canary.deployment)}, {self.canary.percent:g} %")
        said += [
            f"  canary variable {key}: {value}, stable {self.variables.get(key, 'has none')}"
            for key, value in self.canary.overrides.items()
        ]
        return said


@dataclass(frozen=True)
class Plan:
    """What is done to the stage: each step one call; and what the stack file must say after it."""

    says: str
    steps: tuple[tuple[Mapping[str, str], ...], ...]
    then: str


REMOVE = ({"op": "remove", "path": "/canarySettings"},)


def promote(stage: Stage) -> Plan:
    """The canary's deployment and variables become the stage's own; then the canary goes.

    Two calls, as AWS documents it. After a first call alone the canary is the stable deployment
    itself: promoting again ends it.
    """
    canary = _canary_of(stage)
    then = (
        f"set `stable` to the label of {stage.named(canary.deployment)}, remove `candidate`"
        " and run pulumi up: only state and the old deployment change"
    )
    if canary.deployment == stage.deployment:
        return Plan("end the canary, which is the stable deployment itself", (REMOVE,), then)
    move = [
        _set("/canarySettings/percentTraffic", "0.0"),
        _set("/deploymentId", canary.deployment),
        *(_set(f"/variables/{_step(key)}", value) for key, value in canary.overrides.items()),
    ]
    says = f"every request to {stage.named(canary.deployment)}; end the canary"
    return Plan(says, (tuple(move), REMOVE), then)


def rollback(stage: Stage) -> Plan:
    """Every request goes to the stable deployment, which was never touched."""
    _canary_of(stage)
    return Plan(
        f"every request to {stage.named(stage.deployment)}; end the canary",
        (REMOVE,),
        "remove `candidate` and run pulumi up: the API's definition becomes the stable one's",
    )


def _canary_of(stage: Stage) -> Canary:
    if stage.canary is None:
        raise CanaryError(
            f"stage {stage.name} of {stage.api} has no canary, only"
            f" {stage.named(stage.deployment)}: nothing to promote or to roll back"
        )
    return stage.canary


def _set(path: str, value: str) -> Mapping[str, str]:
    return {"op": "replace", "path": path, "value": value}


def _step(key: str) -> str:
    """A name inside a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def carry_out(client: ApiGateway, stage: Stage, plan: Plan) -> Stage:
    """Do the steps and give the stage as it is then."""
    for operations in plan.steps:
        client.update_stage(
            restApiId=stage.api, stageName=stage.name, patchOperations=list(operations)
        )
    return Stage.read(client, stage.api, stage.name)


def check_alarm(client: CloudWatch, name: str) -> None:
    """Raises `CanaryError` unless the alarm is OK."""
    found = client.describe_alarms(AlarmNames=[name])
    alarms = [*found.get("MetricAlarms", ()), *found.get("CompositeAlarms", ())]
    if not alarms:
        raise CanaryError(f"no alarm {name} here: see the output rollback_alarm, and the Region")
    state = alarms[0]["StateValue"]
    if state == "ALARM":
        raise CanaryError(f"alarm {name} is in ALARM: roll back ({COMMAND} rollback …)")
    if state != "OK":
        raise CanaryError(
            f"alarm {name} is {state}: the canary has answered nothing of late, so nothing shows"
            " that it works; send it requests, or leave --alarm out"
        )


def main(
    arguments: Sequence[str] | None = None,
    *,
    apigateway: ApiGateway | None = None,
    cloudwatch: CloudWatch | None = None,
) -> int:
    """Run the command line; the clients are boto3's where none are given. 0, or 1 with a line."""
    given = _parser().parse_args(arguments)
    try:
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError:
        how = f"run `make setup`, then .venv/bin/{COMMAND}"
        print(f"{COMMAND}: needs boto3: {how}", file=sys.stderr)
        return 1
    try:
        client: ApiGateway = apigateway or _client("apigateway", given.region)
        stage = Stage.read(client, given.api, given.stage)
        print("\n".join(stage.lines()))
        if given.command == "status":
            return 0
        plan = promote(stage) if given.command == "promote" else rollback(stage)
        if getattr(given, "alarm", None):
            check_alarm(cloudwatch or _client("cloudwatch", given.region), given.alarm)
        if not given.yes:
            print(f"would send {plan.says}\nnothing done: add --yes")
            return 0
        print("\n".join(["now:", *carry_out(client, stage, plan).lines()]))
        print(f"in the stack file: {plan.then}")
    except CanaryError as problem:
        print(f"{COMMAND}: {problem}", file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as problem:
        print(f"{COMMAND}: AWS: {problem}", file=sys.stderr)
        return 1
    return 0


def _client(service: str, region: str | None) -> Any:
    import boto3

    return boto3.client(service, region_name=region)  # pyright: ignore[reportCallIssue, reportArgumentType]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(COMMAND, description="The canary of a REST API's stage.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, what in (
        ("status", "what the stage serves"),
        ("promote", "the canary becomes the stable release"),
        ("rollback", "the canary ends"),
    ):
        command = commands.add_parser(name, help=what)
        command.add_argument("--api", required=True, help="id of the API: output api_id")
        command.add_argument("--stage", required=True, help="name of the stage")
        command.add_argument("--region", help="AWS Region; else as for the AWS CLI")
        if name != "status":
            command.add_argument("--yes", action="store_true", help="do it")
        if name == "promote":
            command.add_argument("--alarm", help="refuse unless this alarm is OK")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
