"""CloudWatch Logs' filter patterns over JSON, as far as the project's metric filters use them:
texts compared with `=` and `!=` (`*` stands for anything), `&&`, `||`, parentheses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase

_TOKEN = re.compile(r'\s*(?:(&&|\|\||!=|=|\(|\))|(\$\.[A-Za-z]+)|"([^"]*)")')


def matches(pattern: str, line: Mapping[str, str]) -> bool:
    """Whether the line is one that the pattern selects; ValueError where it is no pattern."""
    text = pattern.strip()
    if not (text.startswith("{") and text.endswith("}")):
        raise ValueError(f"not in braces: {pattern}")
    rest = text[1:-1].strip()
    tokens: list[tuple[str, str]] = []
    while rest:
        found = _TOKEN.match(rest)
        if found is None:
            raise ValueError(f"not understood: {rest}")
        operator, selector, value = found.groups()
        kind = "op" if operator else "field" if selector else "text"
        tokens.append((kind, operator or (selector[2:] if selector else value)))
        rest = rest[found.end() :].strip()
    result = _any(tokens, line)
    if tokens:
        raise ValueError(f"left over: {tokens}")
    return result


def _any(tokens: list[tuple[str, str]], line: Mapping[str, str]) -> bool:
    result = _all(tokens, line)
    while tokens and tokens[0] == ("op", "||"):
        tokens.pop(0)
        result = _all(tokens, line) or result
    return result


def _all(tokens: list[tuple[str, str]], line: Mapping[str, str]) -> bool:
    result = _one(tokens, line)
    while tokens and tokens[0] == ("op", "&&"):
        tokens.pop(0)
        result = _one(tokens, line) and result
    return result


def _one(tokens: list[tuple[str, str]], line: Mapping[str, str]) -> bool:
    if not tokens:
        raise ValueError("ends too early")
    if tokens[0] == ("op", "("):
        tokens.pop(0)
        result = _any(tokens, line)
        if not tokens or tokens.pop(0) != ("op", ")"):
            raise ValueError("a parenthesis is not closed")
        return result
    if [kind for kind, _ in tokens[:3]] != ["field", "op", "text"]:
        raise ValueError(f"no comparison: {tokens[:3]}")
    (_, field), (_, operator), (_, wanted) = tokens[:3]
    del tokens[:3]
    # A field that a line does not have matches nothing, not even "!=".
    if field not in line:
        return False
    same = fnmatchcase(line[field], wanted)
    return same if operator == "=" else not same
