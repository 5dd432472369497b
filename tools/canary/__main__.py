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
from collections.abc import Sequence
from typing import Any

from tools.canary import COMMAND, CanaryError
from tools.canary.alarm import CloudWatch, check_alarm
from tools.canary.plan import carry_out, promote, rollback
from tools.canary.stage import ApiGateway, Stage


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
