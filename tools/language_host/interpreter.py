"""The Python that a program runs with, and what is installed in it."""

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path


class InterpreterError(Exception):
    """There is no Python where the program says that it is."""


@dataclass(frozen=True)
class Interpreter:
    """A Python executable and its virtual environment, if it has one."""

    executable: Path
    virtualenv: Path | None

    @classmethod
    def find(cls, root: Path, virtualenv: str, environment: Mapping[str, str]) -> "Interpreter":
        """The `virtualenv` option of the project, else the active one, else our own.

        A relative `virtualenv` starts at `root`, the folder of Pulumi.yaml or PulumiPolicy.yaml.
        Raises `InterpreterError` when there is no Python in it.
        """
        chosen = root / virtualenv if virtualenv else environment.get("VIRTUAL_ENV", "")
        if not chosen:
            return cls(Path(sys.executable), None)
        folder = Path(os.path.normpath(chosen))
        python = folder / "bin" / "python"
        if not python.exists():
            raise InterpreterError(f"no virtual environment at {folder}: make it, then try again")
        return cls(python, folder)

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """`base` as it would be with the virtual environment activated."""
        result = dict(base)
        if self.virtualenv is not None:
            result.pop("PYTHONHOME", None)
            result["VIRTUAL_ENV"] = str(self.virtualenv)
            result["PATH"] = os.pathsep.join(
                filter(None, (str(self.executable.parent), base.get("PATH", "")))
            )
        return result

    def site_packages(self) -> list[str]:
        home = self.executable.parent.parent
        return [str(folder) for folder in sorted(home.glob("lib/python3*/site-packages"))]

    def provider_plugins(self) -> Iterator[tuple[str, str, str]]:
        """(name, version, download address) of each provider that an installed SDK needs."""
        for folder in self.site_packages():
            for note in sorted(Path(folder).glob("*/pulumi-plugin.json")):
                plugin = json.loads(note.read_text(encoding="utf-8"))
                if plugin.get("resource"):
                    name = plugin.get("name", note.parent.name.removeprefix("pulumi_"))
                    yield name, plugin.get("version", ""), plugin.get("server", "")

    def packages(self, *, transitive: bool) -> list[tuple[str, str]]:
        """(name, version) of what is installed; without `transitive`, what nothing else needs."""
        found = list(metadata.distributions(path=self.site_packages()))
        needed = {
            _canonical(re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0])
            for distribution in found
            for requirement in distribution.requires or ()
            if "extra ==" not in requirement
        }
        return sorted(
            (distribution.name, distribution.version)
            for distribution in found
            if transitive or _canonical(distribution.name) not in needed
        )


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
