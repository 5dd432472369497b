"""What a person or a machine starts: set-up, make, the script of continuous integration, .envrc."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import setup
from tools.cli import ROOT

TARGETS = {"setup", "preview", "up", "destroy", "demo", "test", "lint", "format", "bench", "clean"}
# What the shell and the `make` that run these tests may have set for themselves.
OURS = {
    *("MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS", "GNUMAKEFLAGS"),
    *("ARGS", "STACK", "WORKERS", "PYTHONPYCACHEPREFIX", "PULUMI_OPTION_POLICY_PACK"),
}


def run(*command: str | Path, path: str | None = None, cwd: Path = ROOT, **variables: str):
    others = {name: value for name, value in os.environ.items() if name not in OURS}
    environment = {**others, "PATH": path or os.environ["PATH"], **variables}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A copy of the files under test in a path with a space."""
    folder = tmp_path / "check out"
    for name in ("Makefile", ".envrc", ".ci/run", "tools/setup.sh"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def test_old_python_gets_one_line(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert setup.main() == 1
    expected = f"Palisade needs Python 3.11 or newer, this is Python 3.9 at {sys.executable}\n"
    assert capsys.readouterr().err == expected


@pytest.mark.parametrize("name", ["tools/__init__.py", "tools/setup.py"])
def test_old_python_can_read_the_files_that_refuse_it(name):
    assert ast.parse((ROOT / name).read_text(), feature_version=(3, 6))


@pytest.fixture
def bare(tmp_path, executable) -> str:
    """A search path with nothing but what a shell script needs."""
    for tool in ("dirname", "sh"):
        executable(f"bare/{tool}", f'exec "{shutil.which(tool)}" "$@"')
    return str(tmp_path / "bare")


def test_set_up_takes_the_newest_python_that_runs(checkout, executable, bare):
    executable("bare/python3.14", "exit 127")
    executable("bare/python3.12", '[ "$1" = -c ] || echo "3.12 ran $*"')
    executable("bare/python3.11", 'echo "3.11 ran $*"')
    shown = run("/bin/sh", checkout / "tools" / "setup.sh", "--dev", path=bare)
    assert shown.stdout == "3.12 ran -m tools.setup --dev\n"


def test_set_up_prefers_the_python_of_the_checkout(checkout, executable, bare):
    executable("check out/.venv/bin/python", '[ "$1" = -c ] || echo "own ran $*"')
    executable("bare/python3.14", "echo 3.14")
    shown = run("/bin/sh", checkout / "tools" / "setup.sh", path=bare)
    assert shown.stdout == "own ran -m tools.setup\n"


OLD_PYTHONS = [
    ("too old", '[ "$1" = --version ] && echo "Python 3.9.2"', ", python3 is Python 3.9.2"),
    ("none", None, ", and there is no python3"),
]


@pytest.mark.parametrize(("name", "script", "end"), OLD_PYTHONS, ids=[c[0] for c in OLD_PYTHONS])
def test_machine_without_a_usable_python_is_told_in_one_line(
    checkout, executable, bare, name, script, end
):
    if script:
        executable("bare/python3", script)
    shown = run("/bin/sh", checkout / "tools" / "setup.sh", path=bare)
    expected = f"set-up failed: Palisade needs Python 3.11 or newer{end}\n"
    assert (shown.returncode, shown.stderr) == (1, expected)


def test_help_lists_every_target():
    shown = run("make", "help").stdout
    listed = {line.split()[1] for line in shown.splitlines() if line.startswith("  make ")}
    assert listed == TARGETS | {"help"}


def test_help_names_the_targets_that_take_a_variable():
    makefile = (ROOT / "Makefile").read_text()
    recipes = re.findall(r"^([a-z]+):.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    stack, arguments = (
        [target for target, recipe in recipes if f"$({name})" in recipe]
        for name in ("STACK", "ARGS")
    )
    arguments = [*stack, *(target for target in arguments if target not in stack)]
    shown = run("make", "help").stdout
    assert f"\n  {', '.join(stack)}: STACK=prod " in shown
    assert f"\n  These, {', '.join(arguments[len(stack) :])}: ARGS='…' " in shown


def test_make_alone_is_help():
    assert run("make").stdout == run("make", "help").stdout


COMMANDS = [
    ("preview", [], ["-m offline preview --stack dev"]),
    ("up", ["STACK=prod"], ["-m offline up --stack prod --yes"]),
    ("destroy", [], ["-m offline destroy --stack dev --yes"]),
    ("demo", [], ["-m offline demo"]),
    ("test", ["ARGS=-k loop", "WORKERS=2"], ["-m pytest -n 2 --dist worksteal -k loop"]),
    ("bench", ["STACK=prod"], ["-m benchmarks --stack prod"]),
]


@pytest.mark.parametrize(("target", "arguments", "ran"), COMMANDS, ids=[c[0] for c in COMMANDS])
def test_target_runs_its_command_after_set_up(checkout, executable, target, arguments, ran):
    executable("check out/.venv/bin/python", '[ "$1" = -c ] || echo "$*"')
    shown = run("make", target, *arguments, cwd=checkout)
    first, *rest = [line.strip() for line in shown.stdout.splitlines()]
    assert first in ("-m tools.setup", "-m tools.setup --dev")
    assert rest == ran


def test_tests_ask_what_make_does_and_not_the_make_that_runs_them(
    checkout, executable, monkeypatch
):
    for name in ("ARGS", "STACK", "WORKERS"):
        monkeypatch.setenv(name, "outer")
    executable("check out/.venv/bin/python", '[ "$1" = -c ] || echo "$*"')
    shown = run("make", "preview", cwd=checkout)
    assert shown.stdout.splitlines()[1:] == ["-m offline preview --stack dev"]


@pytest.mark.parametrize("forbidden", ["1", ""], ids=["no bytecode", "bytecode"])
def test_bytecode_is_kept_out_of_the_way_where_it_may_not_lie_in_folders(
    checkout, executable, forbidden
):
    show = 'echo "${PYTHONDONTWRITEBYTECODE:-written} ${PYTHONPYCACHEPREFIX:-there}"'
    executable("check out/.venv/bin/python", show)
    shown = run("make", "bench", cwd=checkout, PYTHONDONTWRITEBYTECODE=forbidden)
    place = f"{checkout}/.venv/bytecode" if forbidden else "there"
    assert shown.stdout.splitlines()[-1] == f"written {place}"


def test_lint_runs_all_checks_and_fails_if_one_does(checkout, executable):
    for tool in ("ruff", "lint-imports", "basedpyright"):
        executable(f"check out/.venv/bin/{tool}", f'echo "{tool} $*"')
    executable("check out/.venv/bin/lint-imports", "echo broken; exit 1")
    executable("check out/.venv/bin/python", '[ "$1" = -c ] || echo "python $*"')
    shown = run("make", "lint", cwd=checkout)
    assert shown.returncode != 0
    assert [line for line in shown.stdout.splitlines() if not line.startswith("·")] == [
        "python -m tools.setup --dev",
        "ruff format --check .",
        "ruff check .",
        "broken",
        "basedpyright --level error",
        "python -m tools.generate --check",
    ]


def test_style_of_what_runs_leave_behind_is_not_checked(checkout):
    """As in an unpacked archive: without git, nobody reads .gitignore."""
    shutil.copy(ROOT / "pyproject.toml", checkout)
    for left in (".offline/projects/x/__main__.py", "build/benchmarks/x/__main__.py"):
        (checkout / left).parent.mkdir(parents=True)
        (checkout / left).write_text("import os,sys")
    for check in (("check",), ("format", "--check")):
        shown = run(sys.executable, "-m", "ruff", *check, "--no-cache", ".", cwd=checkout)
        assert shown.returncode == 0, shown.stdout


def test_clean_leaves_only_what_the_repository_has(checkout):
    before = sorted(checkout.rglob("*"))
    for made in (".venv/bin/python", ".offline/state", "tools/__pycache__/x.pyc", ".coverage"):
        (checkout / made).parent.mkdir(parents=True, exist_ok=True)
        (checkout / made).touch()
    assert run("make", "clean", cwd=checkout).returncode == 0
    assert sorted(checkout.rglob("*")) == before


CI_RUNS = [
    ("passed", "= 9 passed, 1 skipped in 8.71s =", 0, "= 9 passed, 1 skipped in 8.71s ="),
    ("failed", "= 1 failed, 8 passed in 71.02s (0:01:11) =", 2, "= 1 failed, 8 passed in 71.02s"),
    ("no tests", "= no tests ran in 0.01s =", 5, "= no tests ran in 0.01s ="),
    ("never started", "set-up failed: no Go", 2, "the tests did not run to their end"),
]


@pytest.mark.parametrize(("name", "line", "code", "last"), CI_RUNS, ids=[c[0] for c in CI_RUNS])
def test_continuous_integration_ends_with_the_closing_line(
    checkout, executable, tmp_path, name, line, code, last
):
    script = f'[ "$*" = test ] || exit 99; echo "{line}"; echo "make: done" >&2; exit {code}'
    executable("path/make", script)
    shown = run(checkout / ".ci" / "run", path=f"{tmp_path / 'path'}:{os.environ['PATH']}")
    assert shown.returncode == code
    assert shown.stdout.splitlines()[-1].startswith(last)


SHELLS = [shell for shell in ("bash", "zsh") if shutil.which(shell)]


@pytest.mark.parametrize("shell", SHELLS)
def test_environment_file_works_from_any_folder_and_twice(checkout, tmp_path, shell):
    show = 'printf "%s\\n" "$PATH" "$PULUMI_OPTION_POLICY_PACK" "$no_grpc_proxy"'
    source = f'. "{checkout / ".envrc"}"'
    shown = run(shell, "-uc", f"{source}; {source}; {show}", cwd=tmp_path)
    path, pack, no_proxy = shown.stdout.splitlines()
    assert path == f"{checkout / '.venv' / 'bin'}:{os.environ['PATH']}"
    assert pack == str(checkout / "policies")
    assert no_proxy == "127.0.0.1,localhost"
    assert shown.stderr == ""
