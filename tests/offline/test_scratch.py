"""The scratch folder: made once, cleaned of what old runs left, no way out of it."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from offline import peers
from offline.errors import OfflineError
from offline.program import find
from offline.scratch import Scratch, write
from tests.support.engine import write_program


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """A prepared folder; its CLI must not be needed."""
    made = Scratch(tmp_path / "scratch", tmp_path / "no-such-cli", {"PATH": "/bin", "KEPT": "yes"})
    made.prepare()
    return made


def test_the_passphrase_stays_the_same(scratch):
    before = scratch.environment()["PULUMI_CONFIG_PASSPHRASE"]
    scratch.prepare()
    assert scratch.environment()["PULUMI_CONFIG_PASSPHRASE"] == before


POISON = ["AWS_PROFILE", "AWS_ACCESS_KEY_ID", "PULUMI_ACCESS_TOKEN", "PULUMI_BACKEND_URL",
          "PULUMI_CONFIG_PASSPHRASE_FILE", "PULUMI_OPTION_POLICY_PACK", "PULUMI_STACK"]  # fmt: skip


@pytest.mark.parametrize("name", POISON)
def test_nothing_of_the_caller_leads_outside(scratch, name):
    seen = Scratch(scratch.root, scratch.cli, {**scratch.base, name: "poison"}).environment()
    assert "poison" not in seen.values()
    assert seen["KEPT"] == "yes"
    assert seen["PULUMI_BACKEND_URL"] == f"file://{scratch.root / 'state'}"


def test_the_backend_s_address_survives_what_addresses_give_a_meaning(tmp_path):
    scratch = Scratch(tmp_path / "50% of C# ü?", tmp_path / "no-such-cli", {})
    scratch.prepare()
    address = scratch.environment()["PULUMI_BACKEND_URL"]
    assert url2pathname(urlsplit(address).path) == str(scratch.root / "state")


def test_a_proxy_does_not_get_what_stays_on_this_machine(scratch):
    behind = Scratch(scratch.root, scratch.cli, {"http_proxy": "http://proxy", "no_proxy": "a.b"})
    seen = behind.environment()
    assert seen["no_grpc_proxy"].split(",") == ["127.0.0.1", "localhost"]
    assert (seen["http_proxy"], seen["no_proxy"]) == ("http://proxy", "a.b")


def ended_process() -> int:
    """The id of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def lock_of(scratch: Scratch, process: int, host: str) -> Path:
    lock = scratch.root / "state/.pulumi/locks/organization/small/dev" / f"{process}.json"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text(json.dumps({"pid": process, "hostname": host}))
    return lock


def test_locks_of_processes_that_are_no_more_are_taken_away(scratch):
    here = socket.gethostname()
    left = lock_of(scratch, ended_process(), here)
    held = lock_of(scratch, os.getpid(), here)
    elsewhere = lock_of(scratch, left_pid := ended_process(), "another-machine")
    unfinished = lock_of(scratch, left_pid + 1, here)
    unfinished.write_text("{")
    scratch.prepare()
    assert [lock.exists() for lock in (left, held, elsewhere, unfinished)] == [
        False, True, True, True,
    ]  # fmt: skip


def test_folders_of_killed_runs_and_old_logs_are_taken_away(scratch):
    killed = scratch.root / "runs" / f"{ended_process()}-abc"
    running = scratch.root / "runs" / f"{os.getpid()}-abc"
    old, new = (scratch.root / "home" / "logs" / name for name in ("old", "new"))
    killed.mkdir()
    running.mkdir()
    old.parent.mkdir()
    old.touch()
    new.touch()
    os.utime(old, times=(time.time() - 7200,) * 2)
    scratch.prepare()
    assert [path.exists() for path in (killed, running, old, new)] == [False, True, False, True]


def test_a_run_has_a_folder_of_its_own_until_it_ends(scratch):
    with scratch.new_run() as first, scratch.new_run() as second:
        assert first != second
        assert first.is_dir()
    assert not first.exists()


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    file = tmp_path / "file"
    write(file, "one")
    write(file, "two")
    assert file.read_text() == "two"
    assert list(tmp_path.iterdir()) == [file]


def test_states_of_the_other_stacks_are_exported(scratch, tmp_path):
    for project, stack, latest in (
        ("small", "dev", {"resources": []}),
        ("small", "other", {"resources": [{"urn": "u"}]}),
        ("network", "prod", {"resources": []}),
        ("small", "empty", None),
    ):
        file = scratch.state_file(project, stack)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"version": 3, "checkpoint": {"latest": latest}}))
    folder = peers.export(scratch, "small", "dev", tmp_path / "peers")
    assert sorted(file.name for file in folder.iterdir()) == [
        "network.prod.json",
        "small.other.json",
    ]
    exported = json.loads((folder / "small.other.json").read_text())
    assert exported == {"version": 3, "deployment": {"resources": [{"urn": "u"}]}}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("network", "a peer is `<organization>/<project>/<stack>"),
        ("organization/small/dev", "is a stack of this program"),
    ],
)
def test_a_peer_must_be_another_stack_by_its_full_name(scratch, tmp_path, name, message):
    program = find(write_program(tmp_path / "p", ""))
    with pytest.raises(OfflineError, match=message):
        peers.ensure(scratch, program, {name: {"outputs": {}}}, program.stand_ins)


def test_a_cli_that_fails_is_one_line(scratch, tmp_path):
    failing = tmp_path / "pulumi"
    failing.write_text("#!/bin/sh\necho 'error: no' >&2\nexit 3\n")
    failing.chmod(0o755)
    broken = Scratch(scratch.root, failing, scratch.base)
    with pytest.raises(OfflineError, match=r"pulumi stack init failed in .*: error: no"):
        broken.ensure_stack("small", "dev")


def test_a_folder_that_cannot_be_written_names_the_way_out(tmp_path):
    (tmp_path / "file").touch()
    scratch = Scratch(tmp_path / "file" / "home", tmp_path / "no-such-cli", {})
    message = r"home cannot be written \(Not a directory\)\. PALISADE_OFFLINE_HOME=FOLDER keeps"
    with pytest.raises(OfflineError, match=message):
        scratch.prepare()


def test_a_first_stack_that_was_interrupted_is_made_anew(scratch, tmp_path):
    state, once = scratch.state_file("small", "dev"), tmp_path / "once"
    cli = tmp_path / "pulumi"
    cli.write_text(
        f"""\
#!/bin/sh
[ -e '{state}' ] && {{ echo 'error: stack exists' >&2; exit 1; }}
mkdir -p '{state.parent}' && touch '{state}'
[ -e '{once}' ] || {{ touch '{once}'; exit 1; }}
echo 'encryptionsalt: v1:abc' >Pulumi.dev.yaml
"""
    )
    cli.chmod(0o755)
    interrupted = Scratch(scratch.root, cli, scratch.base)
    with pytest.raises(OfflineError):
        interrupted.ensure_stack("small", "dev")
    interrupted.ensure_stack("small", "dev")
    assert interrupted.salt() == "v1:abc"
