"""The catalog: every kind is one architecture, and has all that belongs to it."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from components.architecture import Architecture
from components.args import Args
from components.catalog import ROOT, architecture, kinds

REPOSITORY = ROOT.parent
KINDS = kinds()


@cache
def catalog():
    file = yaml.safe_load((REPOSITORY / "stacks/Pulumi.catalog.yaml").read_text())
    return tuple(file["config"]["palisade:architectures"].values())


def folder(kind):
    return kind.replace("-", "_")


def has_tests(room, kind):
    """One file or, where a kind is large, a folder of them."""
    domain, name = folder(kind).split("/")
    tests = REPOSITORY / "tests" / room / domain
    return (tests / f"test_{name}.py").is_file() or any((tests / name).glob("test_*.py"))


def test_kinds_are_the_modules_of_the_domains():
    assert "apis/cors" in KINDS
    assert "events/appsync-target" in KINDS
    assert not [kind for kind in KINDS if kind.startswith("foundation/")]


@pytest.mark.parametrize("kind", KINDS)
def test_module_has_one_architecture_with_args_and_outputs(kind):
    found = architecture(kind)
    assert issubclass(found, Architecture)
    assert issubclass(found.args_class(), Args)
    assert found.outputs()


@pytest.mark.parametrize("kind", KINDS)
def test_type_token_follows_from_the_path(kind):
    found = architecture(kind)
    assert found.token() == f"palisade:{kind.split('/')[0]}:{found.__name__}"


@pytest.mark.parametrize("kind", KINDS)
def test_kind_stands_in_the_catalog_environment(kind):
    assert kind in {entry["kind"] for entry in catalog()}


@pytest.mark.parametrize("kind", KINDS)
def test_kind_has_a_page(kind):
    assert (REPOSITORY / f"docs/{kind}.md").is_file()


@pytest.mark.parametrize("kind", KINDS)
def test_kind_has_tests(kind):
    assert has_tests("components", kind)


@pytest.mark.parametrize(
    "kind", [k for k in KINDS if (REPOSITORY / f"handlers/{folder(k)}").exists()]
)
def test_handlers_have_tests(kind):
    assert has_tests("handlers", kind)


def test_every_folder_of_handlers_belongs_to_a_kind():
    folders = {
        path.parent for path in Path(REPOSITORY / "handlers").glob("*/*/*") if path.is_file()
    }
    named = {str(path.relative_to(REPOSITORY / "handlers")) for path in folders}
    assert {name for name in named if "__pycache__" not in name} <= {folder(kind) for kind in KINDS}
