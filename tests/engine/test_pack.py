"""What people ask of the pack on the command line, through the real CLI."""

import json
from pathlib import Path

import pytest

from tests.support.engine import Offline, Result, write_program

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
