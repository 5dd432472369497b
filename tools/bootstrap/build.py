"""The CLI from Go modules, for machines that reach a module proxy but not Pulumi's releases.

tools/pulumi/{go.mod,go.sum} pin everything: Go refuses a module with another content.
"""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from tools.bootstrap.command import run
from tools.bootstrap.pins import Pins, at_least
from tools.bootstrap.progress import step
from tools.errors import SetupError

PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
SDK = "github.com/pulumi/pulumi/sdk/v3"
VERSION_VARIABLE = f"{SDK}/go/common/version.Version"
RUNNER = "pulumi-language-python-exec"


class GoToolchain:
    """The Go on PATH, working in our module.

    Raises `SetupError` when there is none or it is too old.
    """

    def __init__(self, module: Path, pins: Pins, environment: Mapping[str, str]) -> None:
        self.module = module
        self.pins = pins
        # Local: the Go that is here, not a newer one downloaded behind our back.
        self.environment = {**environment, "GOTOOLCHAIN": "local", "GOWORK": "off", "GOFLAGS": ""}
        found = shutil.which("go", path=environment.get("PATH", os.defpath))
        if found is None:
            raise SetupError(f"there is no Go to build it with (at least {pins.go} is needed)")
        self.go = found
        version = self._run("reading Go's version failed", "env", "GOVERSION").strip()
        if not at_least(version, pins.go):
            raise SetupError(f"{found} is {version or 'unknown'}, at least go{pins.go} is needed")

    def build_cli(self, folder: Path) -> None:
        """Build `pulumi` into `folder`: some minutes from nothing, seconds with a warm cache."""
        with step("downloading Go modules for the Pulumi CLI"):
            # What the build needs; `go mod download` wants also what only other commands need.
            self._run("downloading Go modules failed", "list", "-deps", PACKAGE)
        flags = f"-s -w -X {VERSION_VARIABLE}={self.pins.pulumi}"
        options = ["-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", folder / "pulumi"]
        with step(f"building Pulumi {self.pins.pulumi} (about 4 minutes on 2 cores)"):
            self._run("building the Pulumi CLI failed", "build", *options, PACKAGE)

    def copy_runner(self, folder: Path) -> None:
        """Put the script that runs Python programs, a file of Pulumi's Go SDK, into `folder`."""
        answer = self._run(f"downloading {SDK} failed", "mod", "download", "-json", SDK)
        source = Path(json.loads(answer)["Dir"]) / "python" / "cmd" / RUNNER
        shutil.copyfile(source, folder / RUNNER)  # modules are read-only, the copy is not
        (folder / RUNNER).chmod(0o755)

    def _run(self, what: str, *arguments: str | Path) -> str:
        return run([self.go, *arguments], what, self.module, self.environment)
