"""The official release archive, from a server on the loopback."""

import platform
import subprocess

import pytest

from tools.bootstrap.archive import ArchiveError, archive_name, fetch

VERSION = "3.300.0"


def test_cli_and_python_host_are_unpacked_and_nothing_else(releases, tmp_path):
    members = {
        "pulumi/pulumi": "echo the cli",
        "pulumi/pulumi-language-python": "exit 0",
        "pulumi/pulumi-language-python-exec": "exit 0",
        "pulumi/pulumi-language-go": "exit 0",
    }
    releases.publish(VERSION, members)
    fetch(VERSION, tmp_path, releases.url)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "pulumi",
        "pulumi-language-python",
        "pulumi-language-python-exec",
    ]
    shown = subprocess.run([tmp_path / "pulumi"], capture_output=True, text=True, check=True)
    assert shown.stdout == "the cli\n"


def test_members_cannot_leave_the_folder(releases, tmp_path):
    releases.publish(VERSION, {"../../pulumi": "exit 0"})
    (tmp_path / "in").mkdir()
    fetch(VERSION, tmp_path / "in", releases.url)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["in", "pulumi"]


def test_archive_with_another_checksum_is_refused_and_not_unpacked(releases, tmp_path):
    releases.publish(VERSION, {"pulumi/pulumi": "exit 0"}, digest="1" * 64)
    with pytest.raises(ArchiveError) as refusal:
        fetch(VERSION, tmp_path, releases.url)
    assert str(refusal.value) == f"{archive_name(VERSION)} does not have its published checksum"
    assert list(tmp_path.iterdir()) == []


def test_release_without_a_checksum_for_this_machine_is_refused(releases, tmp_path):
    releases.publish(VERSION, {"pulumi/pulumi": "exit 0"})
    releases.files[f"pulumi-{VERSION}-checksums.txt"] = b"0000  another.tar.gz\n"
    with pytest.raises(ArchiveError, match="is not in the published checksums"):
        fetch(VERSION, tmp_path, releases.url)


def test_unknown_release_is_refused(releases, tmp_path):
    with pytest.raises(ArchiveError, match="Not Found"):
        fetch(VERSION, tmp_path, releases.url)


def test_archive_without_a_cli_is_refused(releases, tmp_path):
    releases.publish(VERSION, {"pulumi/README": "exit 0"})
    with pytest.raises(ArchiveError, match="the archive holds no pulumi"):
        fetch(VERSION, tmp_path, releases.url)


def test_file_that_is_no_archive_is_refused(releases, tmp_path):
    releases.publish(VERSION, {"pulumi/pulumi": "exit 0"})
    name = archive_name(VERSION)
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    releases.files[name] = b""
    releases.files[f"pulumi-{VERSION}-checksums.txt"] = f"{empty}  {name}\n".encode()
    with pytest.raises(ArchiveError, match=name):
        fetch(VERSION, tmp_path, releases.url)


def test_server_that_cannot_be_reached_is_named_with_the_reason(releases, tmp_path):
    releases.go_away()
    with pytest.raises(ArchiveError, match="Connection refused"):
        fetch(VERSION, tmp_path, releases.url)


MACHINES = [
    ("Linux", "x86_64", "pulumi-v3.300.0-linux-x64.tar.gz"),
    ("Linux", "aarch64", "pulumi-v3.300.0-linux-arm64.tar.gz"),
    ("Darwin", "arm64", "pulumi-v3.300.0-darwin-arm64.tar.gz"),
]


@pytest.mark.parametrize(("system", "machine", "name"), MACHINES, ids=[c[2] for c in MACHINES])
def test_archive_is_that_of_the_machine(monkeypatch, system, machine, name):
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert archive_name(VERSION) == name


def test_machine_without_a_release_is_named(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "s390x")
    with pytest.raises(ArchiveError, match="on s390x"):
        archive_name(VERSION)
