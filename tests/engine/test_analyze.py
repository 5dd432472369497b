"""`pulumi policy analyze` on an exported state says what the update said."""

import json
from pathlib import Path

import pytest

from tests.support.engine import Offline, write_program

pytestmark = pytest.mark.engine

STACK = "config:\n  aws:region: eu-west-1\n"
PROGRAM = """
class Environment(pulumi.ComponentResource):
    def __init__(self):
        allowed = {"rule": "messaging-unencrypted-queue", "resource": "allowed",
                   "reason": "moves next month", "owner": "web-team", "until": "2999-12-31"}
        old = {**allowed, "resource": "expired", "until": "2020-01-31"}
        unused = {**allowed, "resource": "nowhere"}
        super().__init__("palisade:index:Environment", "ENVIRONMENT", {
            "environment": "ENVIRONMENT", "exemptions": [allowed, old, unused]})
        self.register_outputs({})


class Team(pulumi.ComponentResource):
    def __init__(self):
        super().__init__("ours:index:Team", "team", {"exempt": [
            {"rule": "logging-no-retention", "reason": "kept by law", "owner": "legal",
             "until": "2999-12-31"}]}, pulumi.ResourceOptions(parent=root))
        aws.cloudwatch.LogGroup("kept", name="/kept", opts=pulumi.ResourceOptions(parent=self))
        self.register_outputs({})


root = Environment()
below = pulumi.ResourceOptions(parent=root)
for name in ("allowed", "expired", "wrong"):
    aws.sqs.Queue(name, sqs_managed_sse_enabled=False, opts=below)
aws.cloudwatch.LogGroup("logs", name="/forever", opts=below)
Team()
trust = json.dumps({"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Action": "sts:AssumeRole",
    "Principal": {"Service": "lambda.amazonaws.com"}}]})
role = aws.iam.Role("shared", assume_role_policy=trust, opts=below)
code = pulumi.AssetArchive({"main.py": pulumi.StringAsset("x = 1")})
for name in ("first", "second"):
    aws.lambda_.Function(
        name, role=role.arn, runtime="python3.13", handler="main.x", code=code, opts=below)
"""
ADVISE = {"iam-shared-role": "advisory", "exemption-expired": "advisory"}


def written(path: Path) -> dict:
    return json.loads(path.read_text())


def compared(findings: dict) -> dict:
    """What a run and an analysis of its state must agree on; undecided checks are preview's."""
    keys = ("environment", "complete", "findings", "exempted", "exemptions", "defects")
    return {key: findings[key] for key in keys}


@pytest.mark.parametrize("plain", ["", "1"], ids=["own server", "pulumi_policy's server"])
def test_an_exported_state_has_the_findings_levels_and_exemptions_of_its_update(
    tmp_path, offline: Offline, plain: str
):
    folder = write_program(tmp_path / "p", PROGRAM.replace("ENVIRONMENT", "dev"), STACK)
    config = folder / "policies.json"
    config.write_text(json.dumps(ADVISE))

    def run(*arguments: str, into: str) -> dict:
        variables = {"PALISADE_PLAIN_PACK": plain, "PALISADE_FINDINGS": str(folder / into)}
        offline.run(
            *arguments,
            *("--policy-pack-config", str(config)),
            folder=folder,
            guardrails=True,
            environment=variables,
        ).ok()
        return written(folder / into)

    up = run("up", "--yes", "--skip-preview", into="up.json")
    state = folder / "state.json"
    offline.run("stack", "export", "--file", str(state), folder=folder).ok()
    analyzed = run("policy", "analyze", "--file", str(state), into="analyzed.json")

    found = {(item["rule"], item["name"]): item["level"] for item in up["findings"]}
    assert found["messaging-unencrypted-queue", "wrong"] == "advisory"
    assert found["messaging-unencrypted-queue", "expired"] == "advisory"
    assert found["iam-shared-role", "shared"] == "advisory"
    assert {item["rule"] for item in up["findings"]} >= {"exemption-expired", "exemption-unused"}
    assert [(item["rule"], item["name"]) for item in up["exempted"]] == [
        ("logging-no-retention", "kept"),
        ("messaging-unencrypted-queue", "allowed"),
    ]
    assert (up["phase"], analyzed["phase"]) == ("update", "analyze")
    assert compared(analyzed) == compared(up)


def test_what_is_mandatory_there_fails_the_analysis(tmp_path, offline: Offline):
    folder = write_program(tmp_path / "p", PROGRAM.replace("ENVIRONMENT", "prod"), STACK)
    offline.run("up", "--yes", "--skip-preview", folder=folder).ok()
    state = folder / "state.json"
    offline.run("stack", "export", "--file", str(state), folder=folder).ok()
    refused = offline.run(
        "policy", "analyze", "--file", str(state), folder=folder, guardrails=True
    ).failed()
    assert "[mandatory] [severity: medium]  messaging-unencrypted-queue" in refused.output
