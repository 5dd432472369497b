"""What people ask of the pack on the command line, through the real CLI."""

import json
from pathlib import Path

import pytest

from tests.support.engine import ROOT, Offline, Result, write_program

pytestmark = pytest.mark.engine

STACK = """\
config:
  aws:region: eu-west-1
  palisade:environment: dev
"""
both = pytest.mark.parametrize("plain", ["", "1"], ids=["own server", "pulumi_policy's server"])


def run(
    offline: Offline, verb: str, folder: Path, config: dict | None = None, plain: str = ""
) -> Result:
    """A run with guardrails, with what `--policy-pack-config` says."""
    flags = ["--yes", "--skip-preview"] if verb == "up" else []
    if config is not None:
        file = folder / "policies.json"
        file.write_text(json.dumps(config))
        flags += ["--policy-pack-config", str(file)]
    environment = {"PALISADE_PLAIN_PACK": plain, "PALISADE_FINDINGS": str(folder / "found.json")}
    return offline.run(verb, *flags, folder=folder, guardrails=True, environment=environment)


def found(folder: Path) -> dict:
    """The findings file of the last run."""
    return json.loads((folder / "found.json").read_text())


PLAIN_QUEUE = """
    aws.sqs.Queue("jobs", sqs_managed_sse_enabled=False, tags={"a": pulumi.Output.secret("b")})
    aws.cloudwatch.LogGroup("logs", name="/jobs")
"""
MEND = {
    "messaging-unencrypted-queue": "remediate",
    "logging-no-retention": {"enforcementLevel": "remediate", "days": 365},
}


@both
def test_what_a_rule_mends_is_what_comes_to_be(tmp_path, offline, plain):
    folder = write_program(tmp_path / "program", PLAIN_QUEUE, STACK)
    run(offline, "up", folder, MEND, plain).ok()
    there = offline.resources("small")
    assert there["jobs"]["inputs"]["sqsManagedSseEnabled"] is True
    assert "ciphertext" in json.dumps(there["jobs"]["inputs"]["tags"])
    assert there["logs"]["inputs"]["retentionInDays"] == 365
    written = found(folder)
    mended = set(MEND) & {item["rule"] for item in written["findings"]}
    assert not mended
    assert [(item["rule"], item["set"]) for item in written["remediated"]] == [
        ("logging-no-retention", {"retentionInDays": 365}),
        ("messaging-unencrypted-queue", {"sqsManagedSseEnabled": True}),
    ]


def test_nothing_is_mended_unasked(tmp_path, offline):
    folder = write_program(tmp_path / "program", PLAIN_QUEUE, STACK)
    run(offline, "up", folder).ok()
    assert offline.resources("small")["jobs"]["inputs"]["sqsManagedSseEnabled"] is False
    assert found(folder)["remediated"] == []


MIXED = """
    aws.sqs.Queue("jobs", sqs_managed_sse_enabled=False)
    aws.cloudwatch.LogGroup("logs", name="/forever")
    code = pulumi.AssetArchive({"main.py": pulumi.StringAsset("x = 1")})
    role = "arn:aws:iam::123456789012:role/made-elsewhere"
    aws.lambda_.Function("worker", role=role, runtime="python3.13", handler="main.x", code=code,
                         environment={"variables": {"NEXT_TOKEN": "abc"}})
"""
WATCHED = ("functions-plaintext-secret", "logging-no-retention", "messaging-unencrypted-queue")


def levels(folder: Path) -> dict[str, str]:
    """Rule → level of the findings that these tests are about."""
    items = found(folder)["findings"]
    return {item["rule"]: item["level"] for item in items if item["rule"] in WATCHED}


@both
def test_each_rule_takes_its_level_and_settings_from_the_command_line(tmp_path, offline, plain):
    folder = write_program(tmp_path / "program", MIXED, STACK)
    run(offline, "preview", folder, {}, plain).failed()
    assert levels(folder) == {
        "functions-plaintext-secret": "mandatory",
        "logging-no-retention": "advisory",
        "messaging-unencrypted-queue": "advisory",
    }
    config = {
        "functions-plaintext-secret": {
            "enforcementLevel": "mandatory",
            "not_secret": ["NEXT_TOKEN"],
        },
        "logging-no-retention": "disabled",
        "messaging-unencrypted-queue": "mandatory",
    }
    refused = run(offline, "preview", folder, config, plain).failed()
    assert levels(folder) == {"messaging-unencrypted-queue": "mandatory"}
    assert "[mandatory] [severity: medium]  messaging-unencrypted-queue" in refused.stdout


@both
def test_a_rule_that_is_not_there_is_named(tmp_path, offline, plain):
    folder = write_program(tmp_path / "program", "", STACK)
    config = {"logging-no-retentions": "advisory"}
    refused = run(offline, "preview", folder, config, plain).failed()
    assert "logging-no-retentions" in refused.output


def test_the_other_server_says_that_it_serves(tmp_path, offline):
    folder = write_program(tmp_path / "program", "", STACK)
    said = run(offline, "preview", folder, plain="1").ok().stdout
    assert "PALISADE_PLAIN_PACK is set: the guardrails run under pulumi_policy's own server" in said


SITE = """\
config:
  aws:region: eu-west-1
  palisade:environment: dev
  palisade:account: "123456789012"
  palisade:architectures:
    site:
      kind: apis/cors
      flavour: rest
      cors: {origins: ["https://app.example.com"]}
      functions:
        hello:
          handler: handlers.apis.cors.rest.handler
          routes: [GET /hello]
          environment: {FIRST_PASSWORD: hunter2}
        bye:
          handler: handlers.apis.cors.rest.handler
          routes: [GET /bye]
          environment: {SECOND_PASSWORD: hunter2}
    other:
      kind: apis/cors
      flavour: rest
      cors: {origins: ["https://app.example.com"]}
      functions:
        hello:
          handler: handlers.apis.cors.rest.handler
          routes: [GET /hello]
          environment: {THIRD_PASSWORD: hunter2}
      exempt:
        - rule: functions-plaintext-secret
          reason: moves with the next release
          owner: web-team
          until: "2999-12-31"
  palisade:exemptions:
    - rule: functions-plaintext-secret
      resource: site-hello
      reason: moves with the next release
      owner: web-team
      until: "2999-12-31"
    - rule: functions-plaintext-secret
      resource: site-bye
      reason: moved with the last release
      owner: web-team
      until: "2020-01-31"
    - rule: iam-shared-role
      resource: site-hello
      reason: two functions shared a role
      owner: web-team
      until: "2999-12-31"
"""
PROGRAM = f"""
import runpy
import sys

sys.path.insert(0, {str(ROOT)!r})
runpy.run_path({str(ROOT / "__main__.py")!r})
"""


def test_exemptions_of_stack_file_and_architecture_hold_expire_and_are_missed(tmp_path, offline):
    folder = write_program(tmp_path / "program", PROGRAM, SITE, name="palisade")
    refused = run(offline, "preview", folder).failed()
    written = found(folder)
    assert {(item["rule"], item["name"]) for item in written["exempted"]} == {
        ("functions-plaintext-secret", "site-hello"),
        ("functions-plaintext-secret", "other-hello"),
    }
    told = {(item["rule"], item["name"]) for item in written["findings"]}
    assert told >= {
        ("functions-plaintext-secret", "site-bye"),
        ("exemption-expired", "dev"),
        ("exemption-unused", "dev"),
    }
    assert len(written["exemptions"]) == 3
    assert "3 exemptions in force, the first ends in " in refused.stdout
    assert "hunter2" not in refused.output


def test_the_other_server_refuses_a_loop_before_it_exists_too(offline):
    run = offline.run(
        *("up", "--yes", "--skip-preview", "--stack", "unknown"),
        folder=ROOT / "examples" / "loop",
        guardrails=True,
        environment={"PALISADE_PLAIN_PACK": "1"},
    ).failed()
    assert "finished-to-ingest would close a loop of 4 hops" in run.stdout
    assert "finished-to-ingest" not in offline.resources("loop", "unknown")
