"""Command line, result file, probe, enlarged states, generated graphs."""

import json
import os
import subprocess
import sys
import time

import pytest

from benchmarks import report, state
from benchmarks.cases.loops import EDGES, edges
from benchmarks.command import main
from benchmarks.engine import PROBE, processes, timed
from benchmarks.measure import BenchmarkError, Figure, Outcome
from benchmarks.neighbours import Reading, cores_of_others
from benchmarks.plan import ROOT


def test_table_shows_median_spread_and_goal():
    figures = [
        Figure("short", "s", 1.234, 1.0, 250.0, 1.5),
        Figure("a longer one", "x", 2.0, 1.0, 3.0, 1.15),
        Figure("without a goal", "ms", 123.4, 1.0, 3.0),
    ]
    assert report.table("what", Outcome(figures, notes=["by the way"])) == (
        "what\n"
        "  short           1.23 s  [1.00 to 250]   within the goal of 1.50 s\n"
        "  a longer one    2.00 x  [1.00 to 3.00]  MISSES the goal of 1.15 x\n"
        "  without a goal  123 ms  [1.00 to 3.00]\n"
        "  note: by the way"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [("{", "is not JSON"), ("[]", "holds no results"), ('{"version": 0}', "holds no results")],
)
def test_a_file_that_is_not_ours_is_not_overwritten(tmp_path, capsys, text, problem):
    file = tmp_path / "results.json"
    file.write_text(text)
    assert main(["loops", "--quick", "--json", str(file)]) == 2
    assert problem in capsys.readouterr().err
    assert file.read_text() == text


def test_unknown_name_is_refused_with_the_known_ones(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["loop"])
    assert ended.value.code == 2
    assert "no such benchmark: loop (there are start, dev, loops" in capsys.readouterr().err


def test_results_are_kept_by_name_and_resumed(tmp_path, capsys):
    file = tmp_path / "results.json"
    report.write(file, {"dev": {"kept": True}})
    assert main(["loops", "--quick", "--json", str(file)]) == 0
    first = json.loads(file.read_text())["benchmarks"]
    assert first["dev"] == {"kept": True}
    assert first["loops"]["samples"]
    assert main(["loops", "--quick", "--resume", "--json", str(file)]) == 0
    assert f"loops: taken from {file}" in capsys.readouterr().out
    assert json.loads(file.read_text())["benchmarks"] == first


def test_other_rounds_are_measured_again(tmp_path, capsys):
    file = tmp_path / "results.json"
    for rounds in ("1", "2"):
        line = ["loops", "--quick", "--resume", "--rounds", rounds, "--json", str(file)]
        assert main(line) == 0
    assert "taken from" not in capsys.readouterr().out
    found = json.loads(file.read_text())["benchmarks"]["loops"]
    assert found["rounds"] == 2
    assert {len(samples) for samples in found["samples"].values()} == {2}


# Presses Ctrl-C in the benchmark's terminal, out of the process that is measured.
INTERRUPTED = """
import sys
from benchmarks.__main__ import main
from benchmarks.cases import start

press = "import os, signal; os.killpg(os.getpgid(os.getppid()), signal.SIGINT)"
start.IMPORTS["python"] = f"{press}; import time; time.sleep(60)"
sys.argv[1:] = ["start", "--quick", "--json", sys.argv[1]]
sys.exit(main())
"""


@pytest.mark.large
def test_an_interrupt_is_one_line(tmp_path):
    line = [sys.executable, "-c", INTERRUPTED, str(tmp_path / "results.json")]
    ended = subprocess.run(
        line, cwd=ROOT, start_new_session=True, capture_output=True, text=True, check=False
    )
    said = "benchmarks: interrupted; --resume goes on with what is missing\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", said)


def test_probe_notes_processes_with_their_role_and_killed_ones_without_an_end(tmp_path):
    notes = tmp_path / "notes.jsonl"
    environment = {**os.environ, "PYTHONPATH": str(PROBE), "PALISADE_PROBE": str(notes)}
    program = tmp_path / "pulumi-language-python-exec"
    program.write_text("sum(range(1000))")
    before = time.time()
    subprocess.run([sys.executable, program], env=environment, check=True)
    subprocess.run([sys.executable, "-c", "import os; os._exit(0)"], env=environment, check=True)
    ended, killed = processes(notes)
    assert (ended.role, killed.role, killed.ended) == ("program", "", None)
    assert ended.ended is not None
    assert before <= ended.began <= ended.ended <= killed.began


def test_who_began_before_the_measurement_is_not_of_it(tmp_path):
    notes = tmp_path / "notes.jsonl"
    began = {"pid": 2, "role": "program", "began": 5.0}
    lines = [{"pid": 1, "role": "host", "ended": 4.0, "cpu": 1.0, "rss_kb": 1}, began]
    notes.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    assert [process.began for process in processes(notes)] == [5.0]


def test_a_command_that_fails_is_an_error_with_its_last_lines(tmp_path):
    line = [sys.executable, "-c", "print('why'); raise SystemExit(3)"]
    with pytest.raises(BenchmarkError, match=r"(?s)ended with 3 in .*why"):
        timed(line, tmp_path, os.environ, tmp_path / "output.txt")


def test_enlarged_state_has_every_unit_under_names_of_its_own():
    stack = {"urn": "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev"}
    queue = {
        "urn": "urn:pulumi:dev::p::aws:sqs/queue:Queue::unit3-jobs",
        "dependencies": ["urn:pulumi:dev::p::aws:sqs/queue:Queue::unit3-jobs-dead-letters"],
        "outputs": {"arn": "arn:aws:sqs:eu-west-1:123456789012:unit3-jobs-1a2b3c4"},
    }
    whole = {"version": 3, "deployment": {"manifest": {}, "resources": [stack, queue]}}
    found = state.resources(state.multiplied(whole, 3))
    assert [item["urn"].rpartition("::")[2] for item in found] == [
        "p-dev",
        "unit3-jobs",
        "unit3x1-jobs",
        "unit3x2-jobs",
    ]
    assert found[2]["outputs"]["arn"].endswith(":unit3x1-jobs-1a2b3c4")
    assert found[2]["dependencies"][0].endswith("::unit3x1-jobs-dead-letters")
    assert state.resources(whole) == [stack, queue]


def test_edges_stay_in_their_island_and_are_the_same_every_time():
    graph = edges(100, 10)
    assert graph == edges(100, 10)
    for node, targets in enumerate(graph):
        assert len(set(targets)) == EDGES
        assert {target // 10 for target in targets} == {node // 10}


@pytest.mark.parametrize(
    ("after", "cores"),
    [
        (Reading(at=10.0, machine=115.0, own=7.0), 1.0),
        (Reading(at=10.0, machine=105.0, own=7.0), 0.0),
        (None, None),
    ],
    ids=["somebody else", "we alone", "not told"],
)
def test_what_others_used_is_the_machines_time_less_our_own(after, cores):
    assert cores_of_others(Reading(at=0.0, machine=100.0, own=2.0), after) == cores
