"""One run: what it refuses before the CLI starts."""

from pathlib import Path

import pytest

from offline.arguments import parse
from offline.errors import OfflineError
from offline.program import find
from offline.run import FINDINGS_VARIABLE, Run
from offline.scratch import Scratch
from tests.support.engine import write_program


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A preview whose CLI must not be needed."""
    program = find(write_program(tmp_path / "p", ""))
    scratch = Scratch(tmp_path / "scratch", tmp_path / "no-such-cli", {})
    return Run(parse(["preview"], program.folder), program, scratch, "dev", tmp_path, 0.0)


def test_findings_go_to_the_run_s_folder_or_where_somebody_wants_them(run, tmp_path, monkeypatch):
    monkeypatch.delenv(FINDINGS_VARIABLE, raising=False)
    assert run.findings == tmp_path / "findings.json"
    monkeypatch.setenv(FINDINGS_VARIABLE, str(tmp_path / "not there yet" / "found.json"))
    assert run.findings == tmp_path / "not there yet" / "found.json"


def test_a_folder_for_the_findings_is_refused_by_the_variable_s_name(run, tmp_path, monkeypatch):
    monkeypatch.setenv(FINDINGS_VARIABLE, str(tmp_path))
    with pytest.raises(OfflineError) as raised:
        _ = run.findings
    assert str(raised.value) == f"PALISADE_FINDINGS={tmp_path} is a folder: name a file in it"
