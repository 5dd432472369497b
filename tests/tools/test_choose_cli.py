"""Which Pulumi CLI a checkout gets, with stand-ins for `pulumi`, `go` and the release server."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.bootstrap import run
from tools.bootstrap.host import HOST
from tools.bootstrap.layout import Layout
from tools.bootstrap.pulumi_cli import choose_cli
from tools.cli import ROOT, Record
from tools.errors import SetupError

PIN = "3.259.0"
GO_MOD = f"module x\n\ngo 1.26\n\nrequire github.com/pulumi/pulumi/pkg/v3 v{PIN} // indirect\n"

# Answers what set-up asks Go, notes each build, and builds a `pulumi` that names its origin.
GO = """
case "$1 $2" in
"env GOVERSION") echo go1.26.8 ;;
"mod download")
    mkdir -p "{folder}/sdk/python/cmd"
    echo "the runner" > "{folder}/sdk/python/cmd/pulumi-language-python-exec"
    printf '{{"Dir": "%s"}}' "{folder}/sdk" ;;
build*)
    echo build >> "{folder}/builds"
    {build}
    while [ "$1" != -o ]; do shift; done
    printf '#!/bin/sh\\necho built\\n' > "$2" && chmod +x "$2" ;;
esac
"""


class Machine:
    """A checkout in a path with a space, a PATH of stand-ins, and a release server."""

    def __init__(self, folder: Path, executable, releases) -> None:
        self.folder = folder
        self.executable = executable
        self.releases = releases
        self.layout = Layout(folder / "check out", folder / "ca che")
        self.layout.bin.mkdir(parents=True)
        self.layout.go_module.mkdir(parents=True)
        (self.layout.go_module / "go.mod").write_text(GO_MOD)
        self.environment = {"PATH": f"{folder / 'path'}:/usr/bin:/bin"}

    def has_pulumi(self, version: str, *, hosted: bool = True) -> Path:
        if hosted:
            self.executable("path/pulumi-language-python", "exit 0")
        script = f'echo asked >> "{self.folder}/versions"; echo "v{version}"'
        return self.executable("path/pulumi", script)

    def has_go(self, build: str = ":") -> None:
        self.executable("path/go", GO.format(folder=self.folder, build=build))

    def choose(self) -> Path:
        return choose_cli(self.layout, self.environment, self.releases.url)

    def count(self, note: str) -> int:
        file = self.folder / note
        return len(file.read_text().splitlines()) if file.exists() else 0

    @property
    def linked(self) -> Path:
        return self.layout.bin / "pulumi"


@pytest.fixture
def machine(tmp_path, executable, releases) -> Machine:
    return Machine(tmp_path, executable, releases)


def says(pulumi: Path) -> str:
    return subprocess.run([pulumi], capture_output=True, text=True, check=True).stdout.strip()


OFFICIAL = {"pulumi/pulumi": "echo official", "pulumi/pulumi-language-python": "exit 0"}


@pytest.mark.parametrize("version", [PIN, "3.300.1"])
def test_pulumi_on_path_is_used_when_it_is_new_enough(machine, version):
    pulumi = machine.has_pulumi(version)
    assert machine.choose() == pulumi
    assert machine.releases.asked == []
    assert not machine.linked.exists()


def test_older_pulumi_on_path_is_passed_over_in_one_line(machine, capsys):
    pulumi = machine.has_pulumi("3.99.0")
    machine.releases.publish(PIN, OFFICIAL)
    assert says(machine.choose()) == "official"
    first, *_ = capsys.readouterr().err.splitlines()
    assert first == f"{pulumi} is version v3.99.0, older than {PIN}, and is passed over"


BROKEN = [
    ("fails", "exit 3", "does not tell its version"),
    ("no version", "echo hello", "does not tell its version"),
    ("no interpreter", "", "does not run"),
]


@pytest.mark.parametrize(("name", "script", "trouble"), BROKEN, ids=[c[0] for c in BROKEN])
def test_broken_pulumi_on_path_is_passed_over(machine, capsys, name, script, trouble):
    pulumi = machine.executable("path/pulumi", script)
    if not script:
        pulumi.write_text("#!/nowhere/sh\n")
    machine.releases.publish(PIN, OFFICIAL)
    assert says(machine.choose()) == "official"
    assert f"{pulumi} {trouble} and is passed over\n" in capsys.readouterr().err


def test_official_archive_comes_before_a_build_and_brings_its_own_host(machine):
    machine.has_go()
    machine.releases.publish(PIN, OFFICIAL)
    assert says(machine.choose()) == "official"
    assert machine.count("builds") == 0
    assert not (machine.layout.bin / HOST).exists()


def test_download_can_be_ruled_out(machine):
    machine.has_go()
    machine.releases.publish(PIN, OFFICIAL)
    machine.environment["PALISADE_NO_DOWNLOAD"] = "1"
    assert says(machine.choose()) == "built"
    assert machine.releases.asked == []


def test_archive_with_a_wrong_checksum_is_named_and_the_build_used(machine, capsys):
    machine.has_go()
    machine.releases.publish(PIN, OFFICIAL, digest="1" * 64)
    assert says(machine.choose()) == "built"
    assert "does not have its published checksum" in capsys.readouterr().err


def test_built_cli_gets_our_language_host_beside_it(machine):
    machine.has_go()
    chosen = machine.choose()
    assert chosen == machine.linked
    assert not chosen.is_symlink()
    assert os.access(machine.layout.bin / HOST, os.X_OK)
    runner = machine.layout.bin / "pulumi-language-python-exec"
    assert runner.read_text() == "the runner\n"


def test_pulumi_on_path_without_a_language_host_gets_ours(machine):
    machine.has_go()
    pulumi = machine.has_pulumi(PIN, hosted=False)
    assert machine.choose() == pulumi
    assert (machine.layout.bin / HOST).exists()
    assert machine.count("builds") == 0


def test_our_language_host_goes_when_an_official_one_comes(machine):
    machine.has_go()
    machine.choose()
    pulumi = machine.has_pulumi(PIN)
    assert machine.choose() == pulumi
    assert list(machine.layout.bin.iterdir()) == []


def test_second_set_up_starts_nothing(machine):
    pulumi = machine.has_pulumi(PIN)
    assert [machine.choose(), machine.choose()] == [pulumi, pulumi]
    assert machine.count("versions") == 1


def test_changed_pulumi_on_path_is_asked_again(machine):
    machine.has_go()
    machine.has_pulumi("3.300.0")
    machine.choose()
    machine.has_pulumi("3.10.0")
    assert says(machine.choose()) == "built"


def test_second_checkout_takes_the_cli_from_the_cache(machine):
    machine.has_go()
    machine.choose()
    other = Layout(machine.folder / "other", machine.layout.cache)
    other.bin.mkdir(parents=True)
    other.go_module.mkdir(parents=True)
    (other.go_module / "go.mod").write_text(GO_MOD)
    assert says(choose_cli(other, machine.environment, machine.releases.url)) == "built"
    assert machine.count("builds") == 1


@pytest.mark.parametrize("name", ["pulumi", HOST, "pulumi-language-python-exec"])
def test_deleted_file_is_put_back(machine, name):
    machine.has_go()
    machine.choose()
    (machine.layout.bin / name).unlink()
    assert says(machine.choose()) == "built"
    assert (machine.layout.bin / name).exists()


def test_own_folder_on_path_under_another_name_is_not_taken_for_an_installation(machine):
    machine.has_go()
    machine.choose()
    (machine.folder / "link").symlink_to(machine.layout.root)
    machine.environment["PATH"] = f"{machine.folder}/link/.venv/bin:{machine.environment['PATH']}"
    assert machine.choose() == machine.linked
    assert (machine.layout.bin / HOST).exists()


def test_without_go_and_network_one_line_says_what_to_do(machine):
    machine.environment["PATH"] = str(machine.folder / "path")
    machine.releases.go_away()
    with pytest.raises(SetupError) as failure:
        machine.choose()
    text = str(failure.value)
    assert text.startswith("no Pulumi CLI: the official archive cannot be used (")
    assert text.endswith(
        "Connection refused), and there is no Go to build it with (at least 1.26 is needed). "
        f"Install Pulumi {PIN} or newer, or Go, then run `make setup` again"
    )
    assert "\n" not in text


def test_too_old_go_is_named(machine):
    go = machine.executable("path/go", "echo go1.21.3")
    with pytest.raises(SetupError, match=f"{go} is go1.21.3, at least go1.26 is needed"):
        machine.choose()


def test_failed_build_leaves_nothing_and_names_the_reason(machine):
    machine.has_go(build='echo half > pulumi; echo "go: error: disk full" >&2; exit 1')
    with pytest.raises(SetupError, match="building the Pulumi CLI failed: go: error: disk full"):
        machine.choose()
    assert [path.name for path in machine.layout.cache.iterdir()] == [f"pulumi-{PIN}.lock"]
    assert Record.read(machine.layout.venv) is None


@pytest.fixture
def whole_set_up(machine, monkeypatch):
    """Runs all of set-up on the machine; the environment is made anew each time."""

    def make(layout: Layout, *, development: bool) -> None:
        shutil.rmtree(layout.venv)
        layout.bin.mkdir(parents=True)
        with (machine.folder / "environments").open("a") as notes:
            notes.write("made\n")

    monkeypatch.setattr(run, "ROOT", machine.layout.root)
    monkeypatch.setattr(run, "make_environment", make)
    monkeypatch.setattr(run.signal, "signal", lambda *_: None)
    monkeypatch.setenv("PATH", machine.environment["PATH"])
    monkeypatch.setenv("PALISADE_CACHE", str(machine.layout.cache))
    monkeypatch.setenv("PALISADE_NO_DOWNLOAD", "1")
    return run.run


def test_that_no_cli_can_be_had_is_told_before_the_environment_is_made(
    machine, whole_set_up, monkeypatch, capsys
):
    monkeypatch.setenv("PATH", str(machine.folder / "path"))
    assert whole_set_up([]) == 1
    assert "set-up failed: no Pulumi CLI: " in capsys.readouterr().err
    assert machine.count("environments") == 0


def test_the_cli_is_in_the_environment_however_often_that_is_made(machine, whole_set_up):
    machine.has_go()
    for times in (1, 2):
        assert whole_set_up([]) == 0
        assert machine.count("environments") == times
        assert says(machine.linked) == "built"
    assert machine.count("builds") == 1


# A set-up in a process of its own, so that it can be killed or run beside another one.
SETUP = f"""
import os, sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from tools.bootstrap.layout import Layout
from tools.bootstrap.pulumi_cli import choose_cli
print(choose_cli(Layout(Path(sys.argv[1]), Path(sys.argv[2])), os.environ, sys.argv[3]))
"""


def set_up(machine: Machine) -> subprocess.Popen[str]:
    layout = machine.layout
    return subprocess.Popen(
        [sys.executable, "-c", SETUP, layout.root, layout.cache, machine.releases.url],
        env=machine.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.large
def test_killed_build_is_cleaned_up_by_the_next_set_up(machine, eventually):
    machine.has_go(build=f'echo $$ > "{machine.folder}/go-pid"; exec sleep 600')
    with set_up(machine) as process:
        eventually(lambda: machine.count("go-pid"), "the build runs")
        process.kill()
    os.kill(int((machine.folder / "go-pid").read_text()), 9)
    assert len(list(machine.layout.cache.glob(".pulumi-*"))) == 1
    machine.has_go()
    assert says(machine.choose()) == "built"
    assert list(machine.layout.cache.glob(".pulumi-*")) == []


@pytest.mark.large
def test_two_set_ups_at_once_build_once(machine, eventually):
    go_on = machine.folder / "go-on"
    machine.has_go(build=f'while [ ! -e "{go_on}" ]; do sleep 0.02; done')
    with set_up(machine) as first:
        eventually(lambda: machine.count("builds"), "the first one builds")
        with set_up(machine) as second:
            assert second.stderr is not None
            waits = second.stderr.readline()
            go_on.touch()
            chosen = [process.communicate()[0].strip() for process in (first, second)]
    assert waits == f"waiting for another set-up of Pulumi {PIN} …\n"
    assert chosen == [str(machine.linked)] * 2
    assert machine.count("builds") == 1
