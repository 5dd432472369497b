"""The real engine with the offline provider, in a scratch folder of the test's own.

    offline = Offline(tmp_path / "scratch")
    folder = write_program(tmp_path / "program", "aws.sqs.Queue('jobs')")
    offline.run("up", "--yes", folder=folder).ok()
    offline.resources("small")["jobs"]["outputs"]["url"]

Guardrails are off unless a test asks for them: most tests are about something else.
"""

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from offline.arguments import WITHOUT_GUARDRAILS
from offline.scratch import HOME_VARIABLE

ROOT = Path(__file__).resolve().parent.parent.parent
STACK_FILE = "config:\n  aws:region: eu-west-1\n"


@dataclass(frozen=True)
class Result:
    """What one run printed, and its exit code."""

    code: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        """Both streams."""
        return f"{self.stdout}\n{self.stderr}"

    def ok(self) -> "Result":
        """This result, if the run succeeded."""
        assert self.code == 0, self.output
        return self

    def failed(self) -> "Result":
        """This result, if the run failed without a traceback."""
        assert self.code != 0, self.output
        assert "Traceback" not in self.output, self.output
        return self


@dataclass(frozen=True)
class Offline:
    """`python -m offline` with its state in `home`."""

    home: Path
    root: Path = ROOT
    """The checkout to run it from."""

    def command(self, *arguments: str, folder: Path | None, guardrails: bool = False) -> list[str]:
        """The command line of a run."""
        own = [] if guardrails else [WITHOUT_GUARDRAILS]
        where = ["--cwd", str(folder)] if folder else []
        return [sys.executable, "-m", "offline", *arguments, *where, *own]

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment of a run."""
        return {**os.environ, HOME_VARIABLE: str(self.home), **(extra or {})}

    def run(
        self,
        *arguments: str,
        folder: Path | None = None,
        guardrails: bool = False,
        environment: Mapping[str, str] | None = None,
        timeout: float = 120,
    ) -> Result:
        """Run to the end. `folder` holds the program; without it, the checkout's own."""
        done = subprocess.run(
            self.command(*arguments, folder=folder, guardrails=guardrails),
            cwd=self.root,
            env=self.environment(environment),
            capture_output=True,
            text=True,
            timeout=timeout,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def state(self, project: str, stack: str = "dev") -> list[dict[str, Any]]:
        """All resources in a stack's state, as Pulumi keeps them."""
        file = self.home / "state" / ".pulumi" / "stacks" / project / f"{stack}.json"
        latest = json.loads(file.read_text())["checkpoint"].get("latest") or {}
        return latest.get("resources", [])

    def resources(self, project: str, stack: str = "dev") -> dict[str, dict[str, Any]]:
        """Name → resource of a stack's state, without the stack itself and providers."""
        return {
            resource["urn"].rpartition("::")[2]: resource
            for resource in self.state(project, stack)
            if not resource["type"].startswith("pulumi:")
        }

    def outputs(self, project: str, stack: str = "dev") -> dict[str, Any]:
        """What a stack exports."""
        stacks = [r for r in self.state(project, stack) if r["type"] == "pulumi:pulumi:Stack"]
        return stacks[0].get("outputs", {}) if stacks else {}


def facts(resources: list[dict[str, Any]]) -> dict[str, tuple[Any, Any]]:
    """What is so of each resource, by URN: its id and its inputs."""
    return {item["urn"]: (item.get("id"), item.get("inputs")) for item in resources}


def changed(before: dict[str, tuple[Any, Any]], after: dict[str, tuple[Any, Any]]) -> set[str]:
    """Types of the resources that an update touched: made, gone, replaced or given new inputs."""
    urns = {urn for urn in before | after if before.get(urn) != after.get(urn)}
    return {urn.split("::")[2].rpartition("$")[2] for urn in urns}


def write_program(
    folder: Path, code: str, stack_file: str | None = STACK_FILE, name: str = "small"
) -> Path:
    """A flat Pulumi program with one stack `dev`; `aws`, `json` and `pulumi` are imported."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text(f"name: {name}\nruntime: python\nstackConfigDir: stacks\n")
    (folder / "__main__.py").write_text(
        "import json\nimport pulumi\nimport pulumi_aws as aws\n" + textwrap.dedent(code)
    )
    if stack_file is not None:
        (folder / "stacks").mkdir(exist_ok=True)
        (folder / "stacks" / "Pulumi.dev.yaml").write_text(textwrap.dedent(stack_file))
    return folder
