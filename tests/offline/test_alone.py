"""Two runs that change one stack at once: the second is told who works there."""

import json
import os
import re
import socket
from pathlib import Path

import pytest

from offline.alone import alone
from offline.arguments import parse
from offline.errors import OfflineError
from offline.scratch import Scratch


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    made = Scratch(tmp_path / "scratch", tmp_path / "no-such-cli", {})
    made.prepare()
    return made


def at_work(scratch: Scratch, command: str, stack: str = "dev"):
    return alone(scratch, "small", stack, parse(command.split(), scratch.root))


CHANGES = ["up", "destroy", "refresh", "import", "state unprotect", "stack import", "stack rm"]


@pytest.mark.parametrize("second", CHANGES)
def test_the_second_run_that_changes_a_stack_is_refused(scratch, second):
    with at_work(scratch, "up"), pytest.raises(OfflineError) as raised, at_work(scratch, second):
        pass
    assert str(raised.value) == (
        f"another run works on the stack dev (process {os.getpid()}, up): wait until it has ended"
    )


BESIDE = [("up", "other"), ("preview", "dev"), ("stack output", "dev"), ("cancel", "dev"),
          ("refresh --preview-only", "dev")]  # fmt: skip


@pytest.mark.parametrize(("second", "stack"), BESIDE, ids=[" ".join(b) for b in BESIDE])
def test_another_stack_and_what_only_looks_go_on_beside_it(scratch, second, stack):
    with at_work(scratch, "up"), at_work(scratch, second, stack):
        pass


def test_the_next_run_goes_on_after_one_that_failed(scratch):
    with pytest.raises(ZeroDivisionError), at_work(scratch, "up"):
        raise ZeroDivisionError
    with at_work(scratch, "destroy"):
        pass


HOLDERS = [
    (json.dumps({"pid": os.getpid(), "hostname": socket.gethostname()}),
     f"process {os.getpid()} on {socket.gethostname()}"),
    ("{", "an unknown process: "),
]  # fmt: skip


@pytest.mark.parametrize(("lock", "who"), HOLDERS, ids=["a CLI", "unreadable"])
def test_a_cli_that_outlived_its_run_is_named_with_the_way_out(scratch, lock, who):
    file = scratch.root / "state/.pulumi/locks/organization/small/dev/1.json"
    file.parent.mkdir(parents=True)
    file.write_text(lock)
    message = rf"already \({re.escape(who)}.*python -m offline cancel --yes --stack dev"
    with pytest.raises(OfflineError, match=message), at_work(scratch, "up"):
        pass
    file.unlink()
    with at_work(scratch, "up"):
        pass
