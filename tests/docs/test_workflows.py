"""The workflows: pinned, with few permissions, and never around the guardrails."""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from tests.docs.pages import ROOT

FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
CLOUD = {"real-preview.yml", "deploy-environment.yml"}
"""Those that get credentials."""
each_workflow = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


def load(name: str) -> dict[str, Any]:
    workflow = yaml.safe_load((ROOT / ".github/workflows" / name).read_text(encoding="utf-8"))
    workflow["on"] = workflow.pop(True)  # YAML 1.1 reads the key `on` as true
    return workflow


def jobs(name: str) -> Iterator[dict[str, Any]]:
    yield from load(name)["jobs"].values()


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in jobs(name) for step in job.get("steps", ())]


def test_there_are_the_workflows_that_the_guide_names():
    names = {"preview.yml", "real-preview.yml", "deploy.yml", "deploy-environment.yml"}
    assert {file.name for file in FILES} == names


@each_workflow
def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it(file):
    for line in file.read_text(encoding="utf-8").splitlines():
        if used := re.search(r"uses: (.*)", line):
            own = used[1].startswith("./.github/workflows/")
            assert own or re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used[1]), line


def test_an_action_has_the_same_commit_everywhere():
    text = "".join(file.read_text(encoding="utf-8") for file in FILES)
    pins = set(re.findall(r"uses: ([\w/-]+)@([0-9a-f]{40})", text))
    assert len(pins) == len({name for name, _ in pins})


@each_workflow
def test_nothing_is_permitted_but_what_a_job_names(file):
    assert load(file.name)["permissions"] == {}
    for job in jobs(file.name):
        allowed = dict(job["permissions"])
        if file.name != "preview.yml":
            assert allowed.pop("id-token") == "write"
        assert allowed == {"contents": "read"}


@each_workflow
def test_no_workflow_skips_the_preview_or_hands_a_forks_code_a_token(file):
    text = file.read_text(encoding="utf-8")
    assert "--skip-preview" not in text
    assert "pull_request_target" not in text
    assert "secrets." not in text


@each_workflow
def test_no_value_from_outside_is_pasted_into_a_script(file):
    assert [s["run"] for s in steps(file.name) if "${{" in s.get("run", "")] == []


@each_workflow
def test_a_checkout_leaves_no_token_behind(file):
    for step in steps(file.name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_the_preview_of_a_pull_request_needs_nothing_but_the_code():
    assert set(load("preview.yml")["on"]) == {"pull_request"}
    assert not any("environment" in job for job in jobs("preview.yml"))
    run = [step["run"] for step in steps("preview.yml") if "run" in step]
    assert run == ["make test", "make lint", 'make preview STACK="$STACK"']


def test_every_environment_is_previewed():
    names = {file.name.split(".")[1] for file in (ROOT / "stacks").glob("Pulumi.*.yaml")}
    assert set(load("preview.yml")["jobs"]["preview"]["strategy"]["matrix"]["stack"]) == names


def test_the_real_preview_is_for_branches_of_this_repository_and_by_consent():
    (job,) = jobs("real-preview.yml")
    assert "head.repo.full_name == github.repository" in job["if"]
    assert job["environment"] == "preview"


@pytest.mark.parametrize("name", sorted(CLOUD))
def test_pulumi_runs_with_the_guardrails_and_the_other_stacks_states(name):
    (job,) = jobs(name)
    assert job["env"]["PALISADE_PEERS"]
    assert load(name)["defaults"]["run"]["shell"] == "bash"
    scripts = [step["run"] for step in job["steps"] if "pulumi " in step.get("run", "")]
    assert len(scripts) == 2
    assert all(script.startswith("source .envrc\n") for script in scripts)
    assert "pulumi stack export" in scripts[0]
    assert "PULUMI_OPTION_POLICY_PACK" in (ROOT / ".envrc").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(CLOUD))
def test_set_up_is_done_before_there_are_credentials(name):
    (job,) = jobs(name)
    order = [step.get("run") or step["uses"].split("@")[0] for step in job["steps"]]
    assert order.index("sh tools/setup.sh") < order.index("aws-actions/configure-aws-credentials")


def test_one_environment_is_deployed_once_at_a_time_with_its_own_role():
    workflow = load("deploy-environment.yml")
    assert workflow["concurrency"] == {
        "group": "deploy-${{ inputs.stack }}",
        "cancel-in-progress": False,
    }
    assert workflow["jobs"]["up"]["environment"] == "${{ inputs.stack }}"


def test_environments_are_deployed_one_after_the_other():
    deploy = load("deploy.yml")["jobs"]
    assert [(name, job.get("needs"), job["with"]["stack"]) for name, job in deploy.items()] == [
        ("dev", None, "dev"),
        ("staging", "dev", "staging"),
        ("prod", "staging", "prod"),
    ]


def deployed(backend: str, event: str, stack: str, branch: str) -> list[str]:
    """The environments whose job GitHub would start, each job before it having succeeded."""
    context = {
        "vars": SimpleNamespace(PULUMI_BACKEND_URL=backend),
        "github": SimpleNamespace(event_name=event, ref=f"refs/heads/{branch}"),
        "inputs": SimpleNamespace(stack=stack),
    }
    results: dict[str, SimpleNamespace] = {}
    for name, job in load("deploy.yml")["jobs"].items():
        condition = job["if"].removeprefix("${{ ").removesuffix(" }}")
        for theirs, ours in (("!cancelled()", "True"), ("&&", "and"), ("||", "or")):
            condition = condition.replace(theirs, ours)
        starts = eval(condition, {**context, "needs": SimpleNamespace(**results)})
        results[name] = SimpleNamespace(result="success" if starts else "skipped")
    return [name for name, job in results.items() if job.result == "success"]


STATE = "s3://palisade-state"
DEPLOYMENTS = [
    ("a push", STATE, "push", "", "main", ["dev", "staging", "prod"]),
    ("dev by hand", STATE, "workflow_dispatch", "dev", "main", ["dev"]),
    ("staging by hand", STATE, "workflow_dispatch", "staging", "main", ["staging"]),
    ("prod by hand", STATE, "workflow_dispatch", "prod", "main", ["prod"]),
    ("prod of another branch", STATE, "workflow_dispatch", "prod", "topic", []),
    ("a push, no state", "", "push", "", "main", []),
    ("dev by hand, no state", "", "workflow_dispatch", "dev", "main", []),
    ("staging by hand, no state", "", "workflow_dispatch", "staging", "main", []),
    ("prod by hand, no state", "", "workflow_dispatch", "prod", "main", []),
]


@pytest.mark.parametrize(
    ("name", "backend", "event", "stack", "branch", "expected"),
    DEPLOYMENTS,
    ids=[c[0] for c in DEPLOYMENTS],
)
def test_deployments_are_of_main_and_need_a_state(name, backend, event, stack, branch, expected):
    assert deployed(backend, event, stack, branch) == expected
