"""Chooses the Pulumi CLI of a checkout: from PATH, the cache, a release, or Go modules."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.bootstrap import archive, host
from tools.bootstrap.build import RUNNER, GoToolchain
from tools.bootstrap.environment import LOCK
from tools.bootstrap.files import appearing, locked
from tools.bootstrap.layout import Layout
from tools.bootstrap.pins import Pins, at_least, parse_version, read_pins
from tools.bootstrap.progress import say
from tools.cli import File, Record, on_path
from tools.errors import SetupError

NO_DOWNLOAD = "PALISADE_NO_DOWNLOAD"


@dataclass(frozen=True)
class Choice:
    """A CLI that is there, and what a checkout needs beside it."""

    pin: str
    cli: Path
    cached: bool
    """It is in our cache, to be linked into `.venv/bin`; else where the user installed it."""
    on_path: File | None
    official: Path | None
    """The official language host; None where ours takes its place, with the `runner`."""
    runner: Path | None


def choose_cli(
    layout: Layout, environment: Mapping[str, str], releases: str = archive.RELEASES
) -> Path:
    """The CLI for this checkout, ready to run Python programs. Does nothing twice.

    Raises `SetupError` when none can be had.
    """
    choice = find_cli(layout, environment, releases)
    if isinstance(choice, Choice):
        return install_cli(layout, choice)
    return choice


def find_cli(
    layout: Layout, environment: Mapping[str, str], releases: str = archive.RELEASES
) -> Choice | Path:
    """The CLI to install, on this machine afterwards; its path where it is installed already.

    In this order: `pulumi` on PATH if not older than the pin; the pinned one in the cache; the
    official archive (not with PALISADE_NO_DOWNLOAD=1); a build from Go modules. Needs no `.venv`.
    Raises `SetupError` when none can be had.
    """
    pins = read_pins(layout.go_module / "go.mod")
    search = environment.get("PATH", os.defpath)
    candidate = on_path("pulumi", search, besides=layout.bin)
    seen = File.at(candidate) if candidate else None
    record = Record.read(layout.venv)
    if record and (record.pin, record.on_path) == (pins.pulumi, seen) and _usable(record, layout):
        return Path(record.cli.path)

    usable = candidate is not None and _new_enough(candidate, pins.pulumi, environment)
    cached = None if usable else _cached(layout, pins, environment, releases)
    cli = cached or candidate
    assert cli is not None, "either on PATH or in the cache"  # noqa: S101
    official = host.official(cli, search, layout.bin)
    runner = None if official else _runner(layout, pins, environment)
    return Choice(pins.pulumi, cli, cached is not None, seen, official, runner)


def install_cli(layout: Layout, choice: Choice) -> Path:
    """Put into `.venv/bin` what the choice needs there, and note it. The CLI to run."""
    with locked(layout.venv / LOCK, "this checkout"):
        host.install(layout.bin, choice.cli if choice.cached else None, choice.runner)
        chosen = layout.bin / "pulumi" if choice.cached else choice.cli
        found = File.at(choice.official) if choice.official else None
        Record(choice.pin, File.at(chosen), choice.on_path, found).write(layout.venv)
    return chosen


def _usable(record: Record, layout: Layout) -> bool:
    """Is all still there that set-up chose?"""
    hosted = record.host.unchanged() if record.host else host.installed(layout.bin)
    return record.cli.unchanged() and hosted


def _new_enough(pulumi: Path, pin: str, environment: Mapping[str, str]) -> bool:
    """Can the CLI on PATH be used? Says so in one line when not."""
    try:
        done = subprocess.run(  # noqa: S603 - the user's own pulumi
            [pulumi, "version"],
            env={**environment, "PULUMI_SKIP_UPDATE_CHECK": "true"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        say(f"{pulumi} does not run and is passed over")
        return False
    version = done.stdout.strip()
    if done.returncode != 0 or parse_version(version) is None:
        say(f"{pulumi} does not tell its version and is passed over")
        return False
    if not at_least(version, pin):
        say(f"{pulumi} is version {version}, older than {pin}, and is passed over")
        return False
    return True


def _cached(layout: Layout, pins: Pins, environment: Mapping[str, str], releases: str) -> Path:
    """The pinned CLI in the user's cache, fetched or built when it is not there yet."""
    folder = layout.cache / f"pulumi-{pins.pulumi}"
    cli = folder / "pulumi"
    if cli.exists():
        return cli
    with locked(layout.cache / f"pulumi-{pins.pulumi}.lock", f"Pulumi {pins.pulumi}"):
        if not cli.exists():
            with appearing(folder) as temporary:
                _obtain(layout, pins, environment, releases, temporary)
    return cli


def _obtain(
    layout: Layout, pins: Pins, environment: Mapping[str, str], releases: str, folder: Path
) -> None:
    if environment.get(NO_DOWNLOAD, "") in ("", "0"):
        try:
            archive.fetch(pins.pulumi, folder, releases)
        except archive.ArchiveError as error:
            unavailable = f"the official archive cannot be used ({error})"
        else:
            return
    else:
        unavailable = f"the official archive is ruled out by {NO_DOWNLOAD}"
    try:
        go = GoToolchain(layout.go_module, pins, environment)
    except SetupError as error:
        raise SetupError(
            f"no Pulumi CLI: {unavailable}, and {error}. "
            f"Install Pulumi {pins.pulumi} or newer, or Go, then run `make setup` again"
        ) from error
    say(f"{unavailable}: building from Go modules instead")
    go.build_cli(folder)


def _runner(layout: Layout, pins: Pins, environment: Mapping[str, str]) -> Path:
    """The script that our language host runs programs with, in the user's cache."""
    folder = layout.cache / f"python-runner-{pins.pulumi}"
    runner = folder / RUNNER
    if runner.exists():
        return runner
    with locked(layout.cache / f"{folder.name}.lock", "the Python runner"):
        if not runner.exists():
            try:
                go = GoToolchain(layout.go_module, pins, environment)
            except SetupError as error:
                raise SetupError(
                    f"the Pulumi CLI has no pulumi-language-python beside it, and {error}. "
                    f"Install a complete Pulumi {pins.pulumi} or newer, or Go"
                ) from error
            with appearing(folder) as temporary:
                go.copy_runner(temporary)
    return runner
