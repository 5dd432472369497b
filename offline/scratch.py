"""The scratch folder of offline runs: state, passphrase and CLI settings of their own.

.offline/
  home/                   the CLI's own folder (PULUMI_HOME)
  state/                  the state of all offline stacks
  passphrase, salt        what offline secrets are encrypted with
  locks/                  who changes a stack
  projects/<project>/     a Pulumi.yaml of the same name, in which stacks are made
  runs/<one per run>/     configuration copy, event log, findings, states of the peers
"""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from offline.errors import OfflineError
from offline.yaml_file import load_yaml

HOME_VARIABLE = "PALISADE_OFFLINE_HOME"
_KEPT_LOGS_SECONDS = 3600
# What would lead a run to a real backend, account or credential, or change what it does.
_REMOVED = (
    "AWS_",
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_API",
    "PULUMI_BACKEND_URL",
    "PULUMI_CLOUD_URL",
    "PULUMI_CONFIG",
    "PULUMI_DEBUG_",
    "PULUMI_HOME",
    "PULUMI_OPTION_POLICY_PACK",
    "PULUMI_OPTION_STACK",
    "PULUMI_ORGANIZATION",
    "PULUMI_PROJECT",
    "PULUMI_STACK",
    "TF_",
)


@dataclass(frozen=True)
class Scratch:
    """The scratch folder and how the CLI is run in it."""

    root: Path
    cli: Path
    base: Mapping[str, str]

    def prepare(self) -> None:
        """Make what every run needs; clean up what old runs left."""
        try:
            for folder in ("home", "state", "projects", "runs"):
                (self.root / folder).mkdir(parents=True, exist_ok=True)
            (self.root / "lock").touch()
        except OSError as error:
            raise OfflineError(
                f"{self.root} cannot be written ({error.strerror}). "
                f"{HOME_VARIABLE}=FOLDER keeps the offline state elsewhere"
            ) from error
        passphrase = self.root / "passphrase"
        with self.lock():
            if not passphrase.exists():
                write(passphrase, secrets.token_hex(16))
        self._clean_up()

    def environment(self) -> dict[str, str]:
        """The environment of a CLI that can only see this folder."""
        kept = {k: v for k, v in self.base.items() if not k.startswith(_REMOVED)}
        return {
            **kept,
            "AWS_ACCESS_KEY_ID": "offline",
            "AWS_SECRET_ACCESS_KEY": "offline",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            # All that talks here is on this machine: a proxy of the caller's must not get it.
            "no_grpc_proxy": "127.0.0.1,localhost",
            "PULUMI_BACKEND_URL": f"file://{quote(str(self.root / 'state'))}",
            "PULUMI_CONFIG_PASSPHRASE": (self.root / "passphrase").read_text(),
            "PULUMI_HOME": str(self.root / "home"),
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS": "true",
            # The state is written once at the end of an update, also of a failed or interrupted
            # one, and not whole at each step: most of the time of an update of 1000 resources.
            # What a killed CLI loses by it exists nowhere else either.
            "PULUMI_SKIP_CHECKPOINTS": "true",
        }

    def project(self, name: str) -> Path:
        """The folder in which a project's stacks are made."""
        folder = self.root / "projects" / name
        if not (folder / "Pulumi.yaml").exists():
            folder.mkdir(parents=True, exist_ok=True)
            write(folder / "Pulumi.yaml", f"name: {json.dumps(name)}\nruntime: python\n")
        return folder

    def state_file(self, project: str, stack: str) -> Path:
        """Where the backend keeps a stack."""
        return self.root / "state" / ".pulumi" / "stacks" / project / f"{stack}.json"

    def locks(self, project: str, stack: str) -> list[Path]:
        """Pulumi's locks of a stack."""
        folder = self.root / "state" / ".pulumi" / "locks" / "organization" / project / stack
        return sorted(folder.glob("*.json"))

    def ensure_stack(self, project: str, stack: str) -> None:
        """Make the stack where it is missing."""
        if self.state_file(project, stack).exists() and self.salt_file.exists():
            return
        with self.lock():
            if self.state_file(project, stack).exists() and self.salt_file.exists():
                return
            folder = self.project(project)
            settings = folder / f"Pulumi.{stack}.yaml"
            if self.salt_file.exists():
                write(settings, f"encryptionsalt: {self.salt()}\n")
            else:
                # The first init of all was interrupted: nothing has been made with it.
                self.state_file(project, stack).unlink(missing_ok=True)
                settings.unlink(missing_ok=True)
            self.run(["stack", "init", "--no-select", "--stack", stack], folder)
            if not self.salt_file.exists():
                write(self.salt_file, settings.read_text().partition("encryptionsalt:")[2].strip())

    @property
    def salt_file(self) -> Path:
        """The salt that all offline stacks share."""
        return self.root / "salt"

    def salt(self) -> str:
        """What stack files say under `encryptionsalt`."""
        return self.salt_file.read_text().strip()

    def encrypt(self, values: list[str]) -> dict[str, str]:
        """Value → ciphertext under the scratch passphrase; each is only encrypted once."""
        kept = self.root / "ciphertexts.json"
        with self.lock():
            known: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
            new = sorted({value for value in values if _digest(value) not in known})
            if new:
                known.update(self._encrypt(new))
                write(kept, json.dumps(known))
        return {value: known[_digest(value)] for value in values}

    def _encrypt(self, values: list[str]) -> dict[str, str]:
        folder = self.project("offline-secrets")
        settings = folder / "Pulumi.dev.yaml"
        write(settings, f"encryptionsalt: {self.salt()}\n")
        if not self.state_file("offline-secrets", "dev").exists():
            self.run(["stack", "init", "--no-select", "--stack", "dev"], folder)
        assignments = [f"s{index}={value}" for index, value in enumerate(values)]
        flags = [word for a in assignments for word in ("--secret", a)]
        self.run(["config", "set-all", "--stack", "dev", *flags], folder)
        config = load_yaml(settings)["config"]
        return {
            _digest(value): config[f"offline-secrets:s{index}"]["secure"]
            for index, value in enumerate(values)
        }

    def run(self, arguments: list[str], folder: Path) -> str:
        """Run the CLI for our own housekeeping."""
        done = subprocess.run(  # noqa: S603
            [self.cli, *arguments, "--non-interactive"],
            cwd=folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise OfflineError(
                f"pulumi {' '.join(arguments[:2])} failed in {folder}: {done.stderr.strip()}"
            )
        return done.stdout

    @contextlib.contextmanager
    def new_run(self) -> Iterator[Path]:
        """A folder for one run, gone afterwards."""
        folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=self.root / "runs"))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Only one run at a time makes stacks."""
        with (self.root / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _clean_up(self) -> None:
        """Logs grow by about 2 MB a run; run folders and locks stay when a run is killed."""
        old = time.time() - _KEPT_LOGS_SECONDS
        for log in (self.root / "home" / "logs").glob("*"):
            with contextlib.suppress(FileNotFoundError):
                if log.stat().st_mtime < old:
                    log.unlink()
        for run in (self.root / "runs").iterdir():
            process = run.name.partition("-")[0]
            if process.isdigit() and not _alive(int(process)):
                shutil.rmtree(run, ignore_errors=True)
        for lock in (self.root / "state" / ".pulumi" / "locks").rglob("*.json"):
            if _ended(lock):
                lock.unlink(missing_ok=True)
                lock.with_name(f"{lock.name}.attrs").unlink(missing_ok=True)


def _ended(lock: Path) -> bool:
    """Was this lock taken by a process of this machine that is no more?"""
    try:
        taken = json.loads(lock.read_text(encoding="utf-8"))
        return taken["hostname"] == socket.gethostname() and not _alive(taken["pid"])
    except (FileNotFoundError, ValueError, KeyError):
        return False  # just given back, or not written to the end yet


def write(file: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it."""
    with tempfile.NamedTemporaryFile(
        "w", dir=file.parent, prefix=f".{file.name}-", delete=False, encoding="utf-8"
    ) as new:
        new.write(text)
    Path(new.name).replace(file)


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
