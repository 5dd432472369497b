"""The CLI from Pulumi's official release archive, checked against its published checksums."""

import hashlib
import http.client
import platform
import shutil
import tarfile
import tempfile
import urllib.request
from pathlib import Path
from typing import IO

from tools.bootstrap.progress import step

RELEASES = "https://get.pulumi.com/releases/sdk"
CONNECT_SECONDS = 5
READ_SECONDS = 60

SYSTEMS = {"Linux": "linux", "Darwin": "darwin"}
MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


class ArchiveError(Exception):
    """The official archive cannot be had or is not what was published."""


def fetch(version: str, folder: Path, releases: str = RELEASES) -> None:
    """Put the CLI and its Python language host into `folder`.

    Raises `ArchiveError` when the server does not answer within 5 s, has no such release, or its
    archive does not have the published SHA-256.
    """
    name = archive_name(version)
    try:
        # A small file first: it shows within seconds whether the server can be reached.
        published = _published(f"{releases}/pulumi-{version}-checksums.txt", name)
        with (
            step(f"downloading Pulumi {version}"),
            tempfile.TemporaryFile() as archive,
            _open(f"{releases}/{name}", READ_SECONDS) as response,
        ):
            shutil.copyfileobj(response, archive)
            archive.seek(0)
            if hashlib.file_digest(archive, "sha256").hexdigest() != published:
                raise ArchiveError(f"{name} does not have its published checksum")
            archive.seek(0)
            _unpack(archive, folder)
    except (OSError, EOFError, http.client.HTTPException, tarfile.TarError) as error:
        reason = getattr(error, "reason", None) or error
        raise ArchiveError(f"{name}: {reason}") from error


def archive_name(version: str) -> str:
    """The release's file for this machine. Raises `ArchiveError` when there is none."""
    system = SYSTEMS.get(platform.system())
    machine = MACHINES.get(platform.machine().lower())
    if system is None or machine is None:
        raise ArchiveError(f"no release for {platform.system()} on {platform.machine()}")
    return f"pulumi-v{version}-{system}-{machine}.tar.gz"


def _published(url: str, name: str) -> str:
    """The SHA-256 of the archive in the release's list, whose lines are `<hash>  <file>`."""
    with _open(url, CONNECT_SECONDS) as response:
        for line in response.read().decode(errors="replace").splitlines():
            digest, _, file = line.partition(" ")
            if file.strip().lstrip("*") == name:
                return digest.lower()
    raise ArchiveError(f"{name} is not in the published checksums")


def _open(url: str, timeout: float) -> IO[bytes]:
    return urllib.request.urlopen(url, timeout=timeout)  # noqa: S310 - an address of ours


def _unpack(archive: IO[bytes], folder: Path) -> None:
    """The CLI and what it needs for Python; other languages' hosts stay in the archive."""
    with tarfile.open(fileobj=archive, mode="r:gz") as members:
        for member in members:
            name = Path(member.name).name
            content = members.extractfile(member) if member.isfile() else None
            if content is None or not (name == "pulumi" or "python" in name):
                continue
            with (folder / name).open("wb") as file:
                shutil.copyfileobj(content, file)
            (folder / name).chmod(0o755)
    if not (folder / "pulumi").exists():
        raise ArchiveError("the archive holds no pulumi")
