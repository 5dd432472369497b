"""Links between pages lead somewhere, and pages have their order."""

import re
from pathlib import Path

import pytest

from components.catalog import kinds
from policies.cards import url
from policies.registry import all_rules
from tests.docs.pages import IDS, PAGES, ROOT, anchors, headings, prose

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_BEFORE = ["When not to use it", "Drawing", "Smallest working setting", "Settings", "Outputs"]
_PATHS = (", step by step", ", hop by hop")
"""How the heading of the request's or event's path ends."""
_GROUPS = "Security groups"
"""Where there is a VPC."""
_AFTER = [
    "What it costs while idle",
    "What happens on failure",
    "What an operator does",
    "What guards it",
    "How to see that it works",
]


def dead_links(page: Path):
    for link in _LINK.findall(prose(page)):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        goal = (page.parent / path).resolve() if path else page
        if not goal.exists() or not goal.is_relative_to(ROOT):
            yield f"{link}: no such file"
        elif anchor and anchor not in anchors(goal):
            yield f"{link}: no such heading"


def test_every_relative_link_leads_to_a_file_and_a_heading_of_it():
    dead = {name: list(dead_links(page)) for name, page in zip(IDS, PAGES, strict=True)}
    assert {name: links for name, links in dead.items() if links} == {}


def test_every_rule_names_a_document_that_anybody_can_open():
    assert [rule.id for rule in all_rules() if not url(rule)] == []


def test_every_page_can_be_reached_from_the_readme():
    todo, seen = [ROOT / "README.md"], set()
    while todo:
        page = todo.pop()
        if page in seen:
            continue
        seen.add(page)
        links = (link.partition("#")[0] for link in _LINK.findall(prose(page)))
        found = ((page.parent / link).resolve() for link in links if link.endswith(".md"))
        todo += [goal for goal in found if goal.is_file()]
    assert [page for page in PAGES if page not in seen and page.name != "CHANGELOG.md"] == []


@pytest.mark.parametrize("kind", kinds())
def test_every_architecture_has_its_page_in_the_fixed_order(kind: str):
    page = ROOT / "docs" / f"{kind}.md"
    first, *others = headings(page)
    assert first == f"# {kind}"
    sections = [heading[3:] for heading in others if heading.startswith("## ")]
    path = next((section for section in sections if section.endswith(_PATHS)), "… step by step")
    groups = [_GROUPS] if _GROUPS in sections else []
    assert sections == [*_BEFORE, path, *groups, *_AFTER]


@pytest.mark.parametrize("kind", kinds())
def test_no_section_of_an_architectures_page_is_empty(kind: str):
    text = (ROOT / "docs" / f"{kind}.md").read_text(encoding="utf-8")
    without_marks = re.sub(r"<!--.*?-->", "", text)
    empty = [part.splitlines()[0] for part in without_marks.split("\n## ") if len(part) < 60]
    assert empty == []
