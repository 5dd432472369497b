"""Where things are in a checkout and in the user's cache."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """The folders that set-up reads and writes.

    `root` is the checkout, `cache` the user's cache folder: there the CLI outlives a checkout.
    """

    root: Path
    cache: Path

    @classmethod
    def of(cls, root: Path, environment: Mapping[str, str]) -> "Layout":
        home = Path(environment.get("HOME") or Path.home())
        shared = Path(environment.get("XDG_CACHE_HOME") or home / ".cache")
        cache = Path(environment.get("PALISADE_CACHE") or shared / "palisade")
        return cls(root, cache.expanduser().absolute())

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def bin(self) -> Path:
        return self.venv / "bin"

    @property
    def python(self) -> Path:
        return self.bin / "python"

    @property
    def go_module(self) -> Path:
        return self.root / "tools" / "pulumi"
