"""The pinned versions and how versions are compared."""

import pytest

from tools.bootstrap.pins import Pins, at_least, parse_version, read_pins
from tools.cli import ROOT
from tools.errors import SetupError

VERSIONS = [
    ("release", "v3.259.0", (3, 259, 0)),
    ("go", "go1.26.8", (1, 26, 8)),
    ("no patch", "1.26", (1, 26, 0)),
    ("pre-release", "3.260.0-alpha.1", (3, 260, 0)),
    ("last line of several", "warning\nv3.1.2", (3, 1, 2)),
    ("none", "not a version", None),
]

COMPARED = [
    ("same", "v3.259.0", "3.259.0", True),
    ("newer", "v3.1000.0", "3.259.0", True),
    ("older by number, not by text", "v3.99.0", "3.259.0", False),
    ("older patch", "go1.25.9", "1.26", False),
    ("newer patch", "go1.26.1", "1.26", True),
    ("unknown", "", "1.26", False),
]


@pytest.mark.parametrize(("name", "text", "expected"), VERSIONS, ids=[c[0] for c in VERSIONS])
def test_version_is_read(name, text, expected):
    assert parse_version(text) == expected


@pytest.mark.parametrize(
    ("name", "found", "wanted", "expected"), COMPARED, ids=[c[0] for c in COMPARED]
)
def test_versions_are_compared_by_number(name, found, wanted, expected):
    assert at_least(found, wanted) is expected


def test_pins_come_from_go_mod(tmp_path):
    go_mod = tmp_path / "go.mod"
    require = "require (\n\tgithub.com/pulumi/pulumi/pkg/v3 v3.259.0 // indirect\n)\n"
    go_mod.write_text(f"module x\n\ngo 1.26\n\n{require}")
    assert read_pins(go_mod) == Pins("3.259.0", "1.26")


def test_go_mod_without_pins_is_refused(tmp_path):
    go_mod = tmp_path / "go.mod"
    go_mod.write_text("module x\n")
    with pytest.raises(SetupError, match="names no version of Pulumi or of Go"):
        read_pins(go_mod)


def test_the_sdk_that_the_runner_comes_from_has_the_version_of_the_cli():
    go_mod = ROOT / "tools" / "pulumi" / "go.mod"
    version = read_pins(go_mod).pulumi
    assert f"github.com/pulumi/pulumi/sdk/v3 v{version} " in go_mod.read_text()
