"""tools.canary against API Gateway's own models (botocore) and a stage that behaves."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from tools.canary import main

API, STAGE = "a1b2c3d4e5", "live"
HERE = ["--api", API, "--stage", STAGE]
CANARY = {
    "deploymentId": "two",
    "percentTraffic": 10.0,
    "stageVariableOverrides": {"mode": "b", "more": "c"},
    "useStageCache": False,
}


class Gateway:
    """One stage, which takes the patches that AWS documents for canaries and no others."""

    def __init__(self, canary=None, fails_at=None):
        self.stage = {"deploymentId": "one", "variables": {"mode": "a", "table": "t"}}
        if canary:
            self.stage["canarySettings"] = dict(canary)
        self.calls = 0
        self.fails_at = fails_at

    def _refuse(self, code, message, operation):
        raise ClientError({"Error": {"Code": code, "Message": message}}, operation)

    def get_stage(self, *, restApiId, stageName):  # noqa: N803
        if (restApiId, stageName) != (API, STAGE):
            self._refuse("NotFoundException", "Invalid stage identifier specified", "GetStage")
        return self.stage

    def get_deployment(self, *, restApiId, deploymentId):  # noqa: N803
        return {
            "id": deploymentId,
            "description": {"one": "release v1", "two": "release v2"}.get(deploymentId, ""),
        }

    def update_stage(self, *, restApiId, stageName, patchOperations):  # noqa: N803
        self.calls += 1
        if self.calls == self.fails_at:
            self._refuse("TooManyRequestsException", "Too Many Requests", "UpdateStage")
        for operation in patchOperations:
            self._apply(**operation)
        return self.stage

    def _apply(self, op, path, value=""):
        match path.split("/")[1:]:
            case ["canarySettings"] if op == "remove":
                del self.stage["canarySettings"]
            case ["canarySettings", "percentTraffic"] if op == "replace":
                self.stage["canarySettings"]["percentTraffic"] = float(value)
            case ["deploymentId"] if op == "replace":
                self.stage["deploymentId"] = value
            case ["variables", name] if op == "replace":
                self.stage["variables"][name] = value
            case _:
                self._refuse("BadRequestException", f"Invalid patch path {path}", "UpdateStage")


class Alarms:
    def __init__(self, **states):
        self.states = states

    def describe_alarms(self, *, AlarmNames):  # noqa: N803
        found = [{"StateValue": self.states[n]} for n in AlarmNames if n in self.states]
        return {"MetricAlarms": found, "CompositeAlarms": []}


def test_promotion_moves_deployment_and_variables_and_ends_the_canary(capsys):
    gateway = Gateway(CANARY)
    assert main(["promote", *HERE, "--yes"], apigateway=gateway) == 0
    assert gateway.stage == {
        "deploymentId": "two",
        "variables": {"mode": "b", "table": "t", "more": "c"},
    }
    said = capsys.readouterr().out
    assert "no canary" in said
    assert "set `stable` to the label of release v2" in said


def test_a_roll_back_leaves_the_stable_release_as_it_was(capsys):
    gateway = Gateway(CANARY)
    assert main(["rollback", *HERE, "--yes"], apigateway=gateway) == 0
    assert gateway.stage == {"deploymentId": "one", "variables": {"mode": "a", "table": "t"}}
    assert "remove `candidate` and run pulumi up" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["promote", "rollback", "status"])
def test_nothing_is_done_unless_told(command, capsys):
    gateway = Gateway(CANARY)
    assert main([command, *HERE], apigateway=gateway) == 0
    assert gateway.calls == 0
    said = capsys.readouterr().out
    assert "canary: release v2 (deployment two), 10 %" in said
    assert "canary variable more: c, stable has none" in said
    assert ("add --yes" in said) is (command != "status")


@pytest.mark.parametrize("command", ["promote", "rollback"])
def test_without_a_canary_there_is_nothing_to_do(command, capsys):
    assert main([command, *HERE, "--yes"], apigateway=Gateway()) == 1
    assert "has no canary, only release v1" in capsys.readouterr().err


def test_a_promotion_that_broke_off_half_way_is_ended_by_the_next():
    gateway = Gateway(CANARY, fails_at=2)
    assert main(["promote", *HERE, "--yes"], apigateway=gateway) == 1
    assert gateway.stage["deploymentId"] == "two"
    assert gateway.stage["canarySettings"]["percentTraffic"] == 0
    assert main(["promote", *HERE, "--yes"], apigateway=gateway) == 0
    assert "canarySettings" not in gateway.stage


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ({"it": "ALARM"}, "is in ALARM: roll back"),
        ({"it": "INSUFFICIENT_DATA"}, "nothing shows that it works"),
        ({}, "no alarm it here"),
    ],
    ids=["errors", "no requests", "no alarm"],
)
def test_a_promotion_needs_an_alarm_that_is_ok(states, said, capsys):
    gateway = Gateway(CANARY)
    arguments = ["promote", *HERE, "--alarm", "it", "--yes"]
    assert main(arguments, apigateway=gateway, cloudwatch=Alarms(**states)) == 1
    assert gateway.calls == 0
    assert said in capsys.readouterr().err
    assert main(arguments, apigateway=gateway, cloudwatch=Alarms(it="OK")) == 0


def test_what_aws_refuses_is_one_line(capsys):
    assert main(["status", "--api", API, "--stage", "none"], apigateway=Gateway()) == 1
    said = capsys.readouterr().err
    assert "Invalid stage identifier" in said
    assert "Traceback" not in said


def test_every_call_has_the_form_that_aws_takes():
    client: Any = boto3.client(
        "apigateway", "eu-west-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    where = {"restApiId": API, "stageName": STAGE}
    stage = {"deploymentId": "one", "stageName": STAGE, "variables": {"mode": "a"}}
    move = [
        {"op": "replace", "path": "/canarySettings/percentTraffic", "value": "0.0"},
        {"op": "replace", "path": "/deploymentId", "value": "two"},
        {"op": "replace", "path": "/variables/mode", "value": "b"},
        {"op": "replace", "path": "/variables/more", "value": "c"},
    ]
    end = [{"op": "remove", "path": "/canarySettings"}]
    with Stubber(client) as aws:
        aws.add_response("get_stage", {**stage, "canarySettings": CANARY}, where)
        for id_ in ("one", "two"):
            wanted = {"restApiId": API, "deploymentId": id_}
            aws.add_response("get_deployment", {"id": id_}, wanted)
        aws.add_response("update_stage", stage, {**where, "patchOperations": move})
        aws.add_response("update_stage", stage, {**where, "patchOperations": end})
        aws.add_response("get_stage", stage, where)
        aws.add_response("get_deployment", {"id": "one"}, None)
        assert main(["promote", *HERE, "--yes"], apigateway=client) == 0
        aws.assert_no_pending_responses()
