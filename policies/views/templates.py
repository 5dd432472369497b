"""Mapping templates of REST APIs: where they place what the caller sent, and how safely."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_START = re.compile(r"\$!?\{?(?P<root>input\.(?:json|path|params|body)\b|[A-Za-z_]\w*)")
_CALLER = re.compile(r"\$!?\{?input\.(?:json|path|params|body)\b")
_NAME = re.compile(r"\w|\.(?=[A-Za-z])")
_SET = re.compile(r"#set\s*\(\s*\$([A-Za-z_]\w*)\s*=")
_UNDONE = re.compile(r"""\.replaceAll\(\s*["']\\\\'["']\s*,\s*["']'["']\s*\)""")
_SAFE_IN_FORMS = "$util.urlEncode("
_SAFE_IN_JSON = "$util.escapeJavaScript("
_ALSO_SAFE = "$util.base64Encode("


@dataclass(frozen=True)
class Reference:
    """One reference in a template's text: `$util.escapeJavaScript($input.body)…`."""

    text: str
    quoted: bool
    """Whether it stands inside a JSON string."""


def faults(template: str) -> Iterator[str]:
    """What is wrong with the places where a request template shows what the caller sent."""
    tainted = _tainted(template)
    form = _is_form(template)
    for reference in references(template):
        if not _from_caller(reference.text, tainted):
            continue
        shown = _short(reference.text)
        if form:
            if not reference.text.startswith((_SAFE_IN_FORMS, _ALSO_SAFE)):
                yield f"{shown} is not URL-encoded"
        elif reference.quoted:
            if reference.text.startswith((_ALSO_SAFE, _SAFE_IN_FORMS)):
                continue
            if not reference.text.startswith(_SAFE_IN_JSON):
                yield f"{shown} stands between quotes and is not escaped"
            elif not _UNDONE.search(reference.text):
                yield f"{shown} leaves \\' for a single quote, which JSON does not know"
        elif _is_json(template) and "input.params" in reference.text:
            yield f"{shown} stands without quotes: whatever is sent becomes JSON"


def references(template: str) -> Iterator[Reference]:
    """Every reference that the text shows; those inside directives show nothing."""
    quoted = False
    position = 0
    while position < len(template):
        char = template[position]
        if char == "#" and (end := _directive_end(template, position)):
            position = end
        elif char == "\\":
            # `\\"` is a quote inside the string.
            position += 2
        elif char == '"':
            quoted = not quoted
            position += 1
        elif char == "$" and _START.match(template, position):
            end = _reference_end(template, position)
            yield Reference(template[position:end], quoted)
            position = end
        else:
            position += 1


def _tainted(template: str) -> set[str]:
    """Variables that were set from what the caller sent, and not escaped."""
    found: set[str] = set()
    for match in _SET.finditer(template):
        end = _closing(template, template.index("(", match.start()))
        value = template[match.end() : end]
        if value.strip().startswith((_SAFE_IN_JSON, _SAFE_IN_FORMS, _ALSO_SAFE)):
            continue
        if _CALLER.search(value) or any(f"${name}" in value for name in found):
            found.add(match[1])
    for match in re.finditer(r"#foreach\s*\(\s*\$(\w+)\s+in\s+([^#\n]*)", template):
        if _CALLER.search(match[2]) or any(f"${name}" in match[2] for name in found):
            found.add(match[1])
    return found


def _from_caller(reference: str, tainted: set[str]) -> bool:
    if _CALLER.search(reference):
        return True
    return any(re.search(rf"\$!?\{{?{re.escape(name)}\b", reference) for name in tainted)


def _is_form(template: str) -> bool:
    return re.match(r"\s*(#set\([^\n]*\)\s*)*[A-Za-z][\w.]*=", template) is not None


def _is_json(template: str) -> bool:
    return re.match(r"\s*(#[^\n]*\n\s*)*[{\[]", template) is not None


def _directive_end(template: str, start: int) -> int:
    """Where a comment or a directive with its parentheses ends; 0 where there is none."""
    if template.startswith("##", start):
        return (template.find("\n", start) + 1) or len(template)
    match = re.compile(r"#(set|if|elseif|foreach)\s*(?=\()").match(template, start)
    return _closing(template, match.end()) + 1 if match else 0


def _reference_end(template: str, start: int) -> int:
    """Where the reference ends: `$name.call(…).name`, or behind the brace of `${name}`."""
    opened = re.compile(r"\$!?(\{?)").match(template, start)
    position = opened.end() if opened else start + 1
    while position < len(template):
        char = template[position]
        if char == "(":
            position = _closing(template, position) + 1
        elif _NAME.match(template, position):
            position += 1
        else:
            break
    braced = opened is not None and bool(opened[1])
    return position + 1 if braced and template[position : position + 1] == "}" else position


def _closing(template: str, opening: int) -> int:
    """Where the parenthesis at `opening` closes; the end of the text where it does not."""
    depth, quote = 0, ""
    for position in range(opening, len(template)):
        char = template[position]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                return position
    return len(template)


def _short(reference: str) -> str:
    return reference if len(reference) <= 60 else f"{reference[:57]}..."
