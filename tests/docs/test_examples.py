"""What the pages show is true: settings are accepted, commands and variables exist."""

import importlib.util
import re
from typing import Any

import pytest
import yaml

from components.args import Exemption
from components.errors import ConfigError
from components.stackfile import Known, Plan, plan
from policies.names import rule_ids
from tests.docs.pages import IDS, PAGES, ROOT, Block, blocks
from tests.support.recorder import deploy

BLOCKS = [block for page in PAGES for block in blocks(page)]
HAND_WRITTEN = [block for block in BLOCKS if not block.page.startswith("docs/rules/")]
KNOWN = Known(rule_ids(), ("dev", "prod"), ("api_token", "relay_key"))
BASE = {"region": "eu-west-1", "environment": "dev", "account": "123456789012"}


def of(language: str, word: str = "") -> list[Block]:
    return [b for b in HAND_WRITTEN if b.language == language and word in b.text]


def values(block: Block) -> dict[str, Any]:
    """A block's configuration, as `plan` takes it."""
    loaded = yaml.safe_load(block.text)
    config = loaded.get("config", loaded)
    return {**BASE, **{key.partition(":")[2]: value for key, value in config.items()}}


def planned(given: dict[str, Any]) -> Plan:
    return plan(given, KNOWN, "Pulumi.dev.yaml: palisade")


@pytest.mark.parametrize("block", of("yaml", "palisade:architectures"), ids=str)
def test_stack_files_in_the_docs_are_valid(block):
    assert planned(values(block)).entries


@pytest.mark.parametrize("block", of("yaml", "palisade:exemptions"), ids=str)
def test_exemptions_in_the_docs_are_valid(block):
    for exemption in values(block)["exemptions"]:
        assert Exemption.model_validate(exemption).rule in KNOWN.rules


# The guide on rules has a test of its own: tests/policies/test_own_rules_guide.py.
PROGRAMS = [block for block in of("python") if "own-rules" not in str(block.page)]


@pytest.mark.parametrize("block", PROGRAMS, ids=str)
def test_programs_in_the_docs_run(block):
    deployed = deploy(lambda: exec(compile(block.text, str(block), "exec"), {}))
    assert set(deployed.exports) == {"url"}


def test_the_error_shown_in_the_guide_is_the_one_that_is_given():
    (first, *_) = [b for b in of("yaml", "palisade:architectures") if "stack-file" in b.page]
    wrong = values(first)
    hello = wrong["architectures"]["site"]["functions"]["hello"]
    hello |= {"timeout_seconds": 60, "enviroment": {}}
    with pytest.raises(ConfigError) as refused:
        planned(wrong)
    (shown,) = of("text", "nothing was registered")
    assert str(refused.value) == shown.text.rstrip("\n")


def named(pattern: str) -> set[tuple[str, str]]:
    """(page, what the pattern's group holds)."""
    texts = {name: page.read_text("utf-8") for name, page in zip(IDS, PAGES, strict=True)}
    return {(name, found) for name, text in texts.items() for found in re.findall(pattern, text)}


def test_every_make_target_named_on_a_page_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    wrong = [place for place in named(r"`(?:\$ )?make ([a-z]+)") if place[1] not in targets]
    assert wrong == []


def test_every_module_named_on_a_page_exists():
    places = named(r"python -m ([a-z_.]+)")
    known = {module for _, module in places if importlib.util.find_spec(module) is not None}
    assert [place for place in places if place[1] not in known] == []


def test_the_readme_sets_up_before_it_calls_pulumi():
    (block,) = [b for b in of("sh", "pulumi preview") if b.page == "README.md"]
    assert block.text.splitlines()[:2] == ["make setup", "source .envrc"]


GUIDES = [b for b in of("sh") if b.page == "README.md" or b.page.startswith("docs/guides/")]


@pytest.mark.parametrize("block", GUIDES, ids=str)
def test_commands_in_the_guides_find_their_programs(block):
    """Those of `.venv/bin` by their path, or after .envrc has put it on PATH."""
    before, _, _ = block.text.partition("source .envrc\n")
    assert re.findall(r"^(?:python|pulumi) .*", before, re.MULTILINE) == []


def test_every_file_named_on_a_page_exists():
    rooms = "benchmarks|components|docs|examples|handlers|offline|policies|stacks|tests|tools"
    places = named(rf"`((?:{rooms})/[\w./-]+\.\w+)`")
    assert len(places) > 20
    assert [place for place in places if not (ROOT / place[1]).is_file()] == []


def test_every_variable_named_in_the_docs_is_read_by_the_code():
    named = {
        name
        for page in PAGES
        for name in re.findall(r"\bPALISADE_[A-Z_]+", page.read_text(encoding="utf-8"))
    }
    folders = ("components", "offline", "policies", "tools", "__main__.py")
    code = "".join(
        file.read_text(encoding="utf-8")
        for folder in folders
        for file in ([ROOT / folder] if folder.endswith(".py") else (ROOT / folder).rglob("*.py"))
    )
    assert sorted(name for name in named if f'"{name}"' not in code) == []
