"""apis/canary through the real engine: what each phase of a release changes, and what it spares."""

from pathlib import Path

import pytest

from tests.support.canary_stage import Gateway
from tests.support.engine import ROOT, Offline, changed, facts, write_program
from tools.canary.__main__ import main

pytestmark = pytest.mark.engine

PROGRAM = f"""
import runpy
import sys

sys.path.insert(0, {str(ROOT)!r})
runpy.run_path({str(ROOT / "__main__.py")!r})
"""
BASE = """\
config:
  aws:region: eu-west-1
  palisade:environment: dev
  palisade:account: "123456789012"
  palisade:architectures:
    cup:
      kind: apis/canary
      releases: {v1: {}, v2: {found_file: handlers/apis/canary/result_v2.vtl}}
"""


def phase(folder: Path, settings: str) -> Path:
    """The program with these settings of the architecture, in flow style."""
    lines = "".join(f"      {line.strip()}\n" for line in settings.split(","))
    return write_program(folder, PROGRAM, BASE + lines, name="palisade")


def test_the_stable_deployment_is_the_same_through_a_canary_and_the_candidates_through_promotion(
    offline: Offline, tmp_path: Path
):
    def up(settings: str) -> dict[str, str]:
        folder = phase(tmp_path / "program", settings)
        offline.run("up", "--yes", "--skip-preview", folder=folder).ok()
        found = offline.resources("palisade")
        stage = found["cup-stage"]["outputs"]
        canary = stage.get("canarySettings") or {}
        return {
            **{label: item["id"] for label, item in found.items() if "-release-" in label},
            "stable": stage["deployment"],
            "canary": canary.get("deploymentId", ""),
        }

    refused = offline.run(
        "up", "--yes", folder=phase(tmp_path / "program", "stable: v1, candidate: v2")
    ).failed()
    assert "Deploy with `stable: v1` and no `candidate` first" in refused.output

    first = up("stable: v1")
    one = first["cup-release-v1"]
    assert first == {"cup-release-v1": one, "stable": one, "canary": ""}

    tried = up("stable: v1, candidate: v2")
    two = tried["cup-release-v2"]
    assert tried["cup-release-v1"] == tried["stable"] == one
    assert tried["canary"] == two != one

    assert up("stable: v1") == first

    again = up("stable: v1, candidate: v2")["cup-release-v2"]
    moved = live_stage(offline)
    assert main(["promote", *moved.address, "--yes"], apigateway=moved) == 0

    promoted = up("stable: v2")
    assert promoted == {"cup-release-v2": again, "stable": again, "canary": ""}
    assert moved.stage == live_stage(offline).stage


def live_stage(offline: Offline) -> Gateway:
    """The stage in the state, as API Gateway would have it."""
    found = offline.resources("palisade")["cup-stage"]["outputs"]
    canary = found.get("canarySettings")
    return Gateway(found["deployment"], found["variables"], canary, found["stageName"])


def test_a_canary_stays_as_it_is_changes_what_is_asked_and_goes(offline: Offline, tmp_path: Path):
    def run(command: str, settings: str) -> str:
        folder = phase(tmp_path / "program", settings)
        skipped = ["--skip-preview"] if command == "up" else []
        return offline.run(command, "--yes", *skipped, folder=folder).ok().stdout

    run("up", "stable: v1")
    run("up", "stable: v1, candidate: v2")
    made = facts(offline.state("palisade"))

    assert "no changes" in run("up", "stable: v1, candidate: v2")
    assert facts(offline.state("palisade")) == made

    run("up", "stable: v1, candidate: v2, percent: 25")
    assert changed(made, facts(offline.state("palisade"))) == {"aws:apigateway/stage:Stage"}

    run("destroy", "stable: v1, candidate: v2, percent: 25")
    assert offline.state("palisade") == []
