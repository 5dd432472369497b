"""What people wrote fits a page of 100 columns; tables and what is generated may be wider."""

import re

from tests.docs.pages import IDS, PAGES

WIDTH = 100
_GENERATED = re.compile(r"<!-- generated: (\w+) -->.*?<!-- end of \1 -->", re.DOTALL)


def too_wide(text: str) -> list[str]:
    lines = _GENERATED.sub("", text).splitlines()
    return [line for line in lines if len(line) > WIDTH and not line.startswith("|")]


def test_no_line_that_a_person_wrote_is_too_wide():
    texts = {
        name: page.read_text(encoding="utf-8")
        for name, page in zip(IDS, PAGES, strict=True)
        if not name.startswith("docs/rules/")
    }
    wide = {name: too_wide(text) for name, text in texts.items()}
    assert {name: lines for name, lines in wide.items() if lines} == {}
