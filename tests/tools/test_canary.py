"""tools.canary against API Gateway's own models (botocore) and a stage that behaves."""

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from tests.support.canary_stage import API, Gateway
from tools.canary.__main__ import main

STAGE = "live"
HERE = ["--api", API, "--stage", STAGE]

CANARY = {
    "deploymentId": "two",
    "percentTraffic": 10.0,
    "stageVariableOverrides": {"mode": "b", "more": "c"},
    "useStageCache": False,
}


def gateway(canary=CANARY, **more):
    return Gateway("one", {"mode": "a", "table": "t"}, canary, STAGE, **more)


class Alarms:
    def __init__(self, **states):
        self.states = states

    def describe_alarms(self, *, AlarmNames):  # noqa: N803
        found = [{"StateValue": self.states[n]} for n in AlarmNames if n in self.states]
        return {"MetricAlarms": found, "CompositeAlarms": []}


def test_promotion_moves_deployment_and_variables_and_ends_the_canary(capsys):
    stage = gateway()
    assert main(["promote", *HERE, "--yes"], apigateway=stage) == 0
    assert stage.stage == {
        "deploymentId": "two",
        "variables": {"mode": "b", "table": "t", "more": "c"},
    }
    said = capsys.readouterr().out
    assert "no canary" in said
    assert "set `stable` to the label of release v2" in said


def test_a_roll_back_leaves_the_stable_release_as_it_was(capsys):
    stage = gateway()
    assert main(["rollback", *HERE, "--yes"], apigateway=stage) == 0
    assert stage.stage == {"deploymentId": "one", "variables": {"mode": "a", "table": "t"}}
    assert "remove `candidate` and run pulumi up" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["promote", "rollback", "status"])
def test_nothing_is_done_unless_told(command, capsys):
    stage = gateway()
    assert main([command, *HERE], apigateway=stage) == 0
    assert stage.calls == 0
    said = capsys.readouterr().out
    assert "canary: release v2 (deployment two), 10 %" in said
    assert "canary variable more: c, stable has none" in said
    assert ("add --yes" in said) is (command != "status")


@pytest.mark.parametrize("command", ["promote", "rollback"])
def test_without_a_canary_there_is_nothing_to_do(command, capsys):
    assert main([command, *HERE, "--yes"], apigateway=gateway(None)) == 1
    assert "has no canary, only release v1" in capsys.readouterr().err


def test_a_promotion_that_broke_off_half_way_is_ended_by_the_next():
    stage = gateway(fails_at=2)
    assert main(["promote", *HERE, "--yes"], apigateway=stage) == 1
    assert stage.stage["deploymentId"] == "two"
    assert stage.stage["canarySettings"]["percentTraffic"] == 0
    assert main(["promote", *HERE, "--yes"], apigateway=stage) == 0
    assert "canarySettings" not in stage.stage


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
    stage = gateway()
    arguments = ["promote", *HERE, "--alarm", "it", "--yes"]
    assert main(arguments, apigateway=stage, cloudwatch=Alarms(**states)) == 1
    assert stage.calls == 0
    assert said in capsys.readouterr().err
    assert main(arguments, apigateway=stage, cloudwatch=Alarms(it="OK")) == 0


def test_what_aws_refuses_is_one_line(capsys):
    assert main(["status", "--api", API, "--stage", "none"], apigateway=gateway(None)) == 1
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
