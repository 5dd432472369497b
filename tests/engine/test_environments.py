"""The environments of stacks/ (the catalog: test_grants_agree) and the whole program, through the
real engine."""

import json
import shutil
from pathlib import Path

import pytest

from tests.support.engine import ROOT, Offline, changed, facts, write_program

pytestmark = pytest.mark.engine

PROGRAM = f"""
import runpy
import sys

sys.path.insert(0, {str(ROOT)!r})
runpy.run_path({str(ROOT / "__main__.py")!r})
"""
DEV = """\
config:
  aws:region: eu-west-1
  palisade:environment: dev
  palisade:account: "123456789012"
"""
SITE = """\
  palisade:architectures:
    site:
      kind: apis/cors
      flavour: rest
      cors: {origins: ["https://app.example.com"]}
      functions:
        hello: {handler: handlers.apis.cors.rest.handler, routes: [GET /hello], memory_mb: 256}
"""


def program(folder: Path, stack_file: str) -> Path:
    """Our program over a stack file of the test's own."""
    return write_program(folder, PROGRAM, stack_file, name="palisade")


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
def test_an_environment_comes_up_stays_as_it_is_and_goes(offline: Offline, stack: str):
    created = offline.run("up", "--yes", "--stack", stack, guardrails=True).ok()
    assert ", 0 findings" in created.stdout
    made = facts(offline.state("palisade", stack))

    again = offline.run("up", "--yes", "--stack", stack, guardrails=True).ok()
    assert "no changes" in again.stdout
    assert facts(offline.state("palisade", stack)) == made

    if stack == "prod":
        refused = offline.run("destroy", "--yes", "--stack", stack).failed()
        assert "protected" in refused.output
        offline.run("state", "unprotect", "--all", "--yes", "--stack", stack).ok()
    offline.run("destroy", "--yes", "--stack", stack).ok()
    assert offline.state("palisade", stack) == []


@pytest.mark.parametrize(
    ("was", "becomes", "touched"),
    [
        ("memory_mb: 256", "memory_mb: 512", {"aws:lambda/function:Function"}),
        (
            "https://app.example.com",
            "https://www.example.com",
            {
                "aws:lambda/function:Function",
                "aws:apigateway/integrationResponse:IntegrationResponse",
                "aws:apigateway/response:Response",
                "aws:apigateway/deployment:Deployment",
                "aws:apigateway/stage:Stage",
            },
        ),
    ],
    ids=["memory", "origin"],
)
def test_one_changed_setting_changes_just_what_it_should(tmp_path, offline, was, becomes, touched):
    folder = program(tmp_path / "program", DEV + SITE)
    offline.run("up", "--yes", "--skip-preview", folder=folder).ok()
    before = facts(offline.state("palisade"))
    program(folder, DEV + SITE.replace(was, becomes))
    offline.run("up", "--yes", "--skip-preview", folder=folder).ok()
    assert changed(before, facts(offline.state("palisade"))) == touched


def test_an_update_killed_in_the_middle_is_resumed_without_loss_or_duplicates(tmp_path, offline):
    folder = program(tmp_path / "program", DEV + SITE)
    killed = {"PALISADE_OFFLINE_FAIL": "site-get-hello:create:kill"}
    offline.run("up", "--yes", "--skip-preview", folder=folder, environment=killed).failed()
    half = ids(offline.state("palisade"))
    assert any(urn.endswith("::site-hello-role") for urn in half)
    assert not any(urn.endswith("::site-stage") for urn in half)

    offline.run("up", "--yes", "--skip-preview", folder=folder).ok()
    whole = ids(offline.state("palisade"))
    assert {urn: whole.get(urn) for urn in half} == half
    assert len(whole) == len(offline.state("palisade"))


def ids(resources: list[dict]) -> dict[str, str | None]:
    """URN -> physical id."""
    return {item["urn"]: item.get("id") for item in resources}


SECRET = """\
  palisade:partner:
    secure: v1:AAAA:never-read-offline
"""


def test_a_secret_stays_one_in_the_state(tmp_path, offline):
    settings = SITE.rstrip().removesuffix("}") + ', environment: {PARTNER: "${secret:partner}"}}\n'
    folder = program(tmp_path / "program", DEV + SECRET + settings)
    (folder / "stacks" / "offline.yaml").write_text("secrets: {palisade:partner: very-private}\n")
    offline.run("up", "--yes", "--skip-preview", folder=folder).ok()
    state = offline.state("palisade")
    (function,) = (r for r in state if r["type"] == "aws:lambda/function:Function")
    assert "ciphertext" in json.dumps(function["inputs"]["environment"])
    assert "very-private" not in json.dumps(state)


NEGATIVE = f"""
import sys

sys.path.insert(0, {str(ROOT)!r})

from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs
from components.foundation.grant import Grant

everything = Grant(("s3:*",), ("*",), reason="nobody looked")
handler = "handlers.apis.cors.preflight.handler"
Function("greedy", FunctionArgs(handler=handler, powertools=False, grants=(everything,)))

trust = json.dumps({{
    "Version": "2012-10-17",
    "Statement": [{{
        "Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {{"Service": "lambda.amazonaws.com"}},
    }}],
}})
role = aws.iam.Role("shared", assume_role_policy=trust)
code = pulumi.AssetArchive({{"main.py": pulumi.StringAsset("x = 1")}})
for name in ("first", "second"):
    aws.lambda_.Function(name, role=role.arn, runtime="python3.13", handler="main.x", code=code)
"""


def test_a_wildcard_grant_and_a_shared_role_are_refused_at_preview(tmp_path, offline):
    folder = write_program(tmp_path / "program", NEGATIVE)
    refused = offline.run("preview", folder=folder, guardrails=True).failed()
    assert "iam-wildcard-action" in refused.output
    assert "s3:*" in refused.output
    assert "iam-shared-role" in refused.output
    assert "first" in refused.output
    assert "second" in refused.output
    assert "fix: " in refused.output


WRONG = """\
config:
  aws:region: eu-west-1
  palisade:environment: dve
  palisade:account: 12345678901
  palisade:architectures:
    Site: {kind: apis/cors}
    board: {kind: events/appsync-targets}
    api:
      kind: apis/cors
      cors: {origins: ["https://app.example.com/"], max_age_second: 5}
      functions:
        hello: {handler: handlers.apis.cors.http.handler, routes: [GET /hello], timeout_seconds: 60}
        late: {handler: handlers.apis.cors.http.handler, routes: [GET /late],
          environment: {VPC: "${stack:acme/network/dev.vpc_id}"}}
    api: {kind: apis/storage-first}
  palisade:partner_key: {secure: v1:abc}
  palisade:exemptions:
    - {rule: iam-wildcard-actions, resource: x, reason: "until the migration", owner: web}
"""


def test_every_problem_of_a_stack_file_is_told_at_once_and_nothing_is_registered(tmp_path, offline):
    folder = program(tmp_path / "program", WRONG)
    refused = offline.run("up", "--yes", folder=folder, guardrails=True).failed()
    for said in (
        "write dev",
        "12 digits",
        "architectures.Site",
        "write events/appsync-target",
        "architectures.api.cors.origins[0]",
        "write max_age_seconds",
        "timeout_seconds",
        "at most 29",
        "write iam-wildcard-action",
        "until is missing",
        "palisade:architectures.api = (written twice)",
        "keep line 8 or line 15",
        "= ${stack:organization/network/dev.…}",
        "palisade:partner_key = (secret)",
    ):
        assert said in refused.output, refused.output
    assert "unhandled" not in refused.output
    assert offline.resources("palisade") == {}


def test_a_stack_that_is_not_there_is_told_with_where_it_could_come_from(tmp_path, offline):
    reference = "${stack:organization/network/dev.vpc_id}"
    settings = SITE.rstrip().removesuffix("}") + f', environment: {{VPC: "{reference}"}}}}\n'
    folder = program(tmp_path / "program", DEV + settings)
    refused = offline.run("preview", folder=folder).failed()
    assert "Pulumi.dev.yaml = ${stack:organization/network/dev.…}" in refused.output
    assert f"write its outputs under `peers:` in {folder}/stacks/offline.yaml" in refused.output
    assert offline.resources("palisade") == {}


def test_a_program_that_does_not_tell_what_is_wrong_is_refused_all_the_same(tmp_path, offline):
    folder = write_program(tmp_path / "program", "aws.sqs.Queue('jobs')\n")
    (folder / "stacks/Pulumi.dev.yaml").write_text("config: {small:a: 1, small:a: 2}\n")
    refused = offline.run("up", "--yes", folder=folder).failed()
    assert refused.code == 2
    assert refused.stderr.endswith(
        "offline: the stack file is refused:\n  Pulumi.dev.yaml: small:a (written twice): expected "
        "each key once; keep line 1 or line 1\n"
    )
    assert offline.resources("small") == {}


def test_a_fresh_copy_of_the_checkout_runs_and_writes_nothing_tracked(tmp_path, offline):
    copy = tmp_path / "a copy"
    ignored = shutil.ignore_patterns(".git", ".offline", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=ignored, symlinks=True)
    stacks = {path: path.read_bytes() for path in (copy / "stacks").iterdir()}
    elsewhere = Offline(offline.home, copy)
    elsewhere.run("preview", "--stack", "dev", guardrails=True).ok()
    assert {path: path.read_bytes() for path in (copy / "stacks").iterdir()} == stacks
