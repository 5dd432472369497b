"""The Pulumi program that runs: its folder, project name and stack files."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from offline.errors import OfflineError
from offline.yaml_file import load_yaml

DEFAULT_STACK = "dev"


@dataclass(frozen=True)
class Program:
    """One folder with a Pulumi.yaml."""

    folder: Path
    project: str
    stack_folder: Path

    def known_stacks(self) -> list[str]:
        """Names of the stacks that have a file."""
        found = self.stack_folder.glob("Pulumi.*.yaml")
        names = (f.name.removeprefix("Pulumi.").removesuffix(".yaml") for f in found if f.is_file())
        return sorted(names)

    def stack_file(self, stack: str) -> Path | None:
        """The stack's file; None for a program that keeps none at all."""
        file = self.stack_folder / f"Pulumi.{stack}.yaml"
        if file.is_file():
            return file
        if file.exists():
            raise OfflineError(f"{file} is not a file: put one with the stack's settings there")
        known = self.known_stacks()
        if not known:
            return None
        close = difflib.get_close_matches(stack, known, n=1)
        hint = f' Did you mean "{close[0]}"?' if close else ""
        raise OfflineError(
            f'there is no stack "{stack}": {file} does not exist.{hint} Known: {", ".join(known)}'
        )

    @property
    def stand_ins(self) -> Path:
        """Where the stand-ins for secrets and peer stacks are written down."""
        return self.stack_folder / "offline.yaml"

    def choose(self, stack: str | None) -> str:
        """The stack that was named, else the default one."""
        if stack:
            return stack.rpartition("/")[2]
        known = self.known_stacks()
        if not known or DEFAULT_STACK in known:
            return DEFAULT_STACK
        raise OfflineError(f"name a stack with --stack. Known: {', '.join(known)}")


def find(folder: Path) -> Program:
    """The program of a folder, looked for upwards as Pulumi does."""
    folder = folder.resolve()
    for candidate in (folder, *folder.parents):
        for name in ("Pulumi.yaml", "Pulumi.yml"):
            if (candidate / name).is_file():
                return _read(candidate / name)
    raise OfflineError(f"no Pulumi.yaml in {folder} or above it")


def _read(file: Path) -> Program:
    content = load_yaml(file)
    project = content.get("name")
    if not isinstance(project, str) or not project:
        raise OfflineError(f"{file} has no name")
    return Program(file.parent, project, file.parent / (content.get("stackConfigDir") or "."))
