"""Run API Gateway's mapping templates: Velocity (airspeed) with `$input`, `$util`, `$context`.

What the variables do is as the API Gateway developer guide has it ("Variables for data
transformations"); `escapeJavaScript` is Commons Lang's, which API Gateway uses.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, unquote_plus

import airspeed

# Velocity leaves backslashes in string literals alone: in "\\'" there are two of them, which make
# a regular expression for one. airspeed would take one away.
airspeed.InterpolatedStringLiteral.ESCAPED_CHAR = re.compile(r"(?!)")

REQUEST_ID = "6f1c2a34-9b7d-4e21-8c55-0a1b2c3d4e5f"
CONTEXT = {
    "requestId": REQUEST_ID,
    "requestTimeEpoch": "1767225600000",
    "httpMethod": "POST",
    "stage": "live",
}


@dataclass(frozen=True)
class Rendered:
    """What a template gave, and what it overrode (`path.id`, `status`)."""

    text: str
    overrides: dict[str, Any] = field(default_factory=dict)


class Text(str):
    """A Java string: the methods that templates call on one."""

    __slots__ = ()

    def replaceAll(self, pattern: str, replacement: str) -> Text:  # noqa: N802
        return Text(re.sub(pattern, lambda _: replacement, self))

    def matches(self, pattern: str) -> bool:
        return re.fullmatch(pattern, self) is not None

    def contains(self, part: str) -> bool:
        return part in self

    def startsWith(self, start: str) -> bool:  # noqa: N802
        return self.startswith(start)


class Input:
    """`$input` over one request or one answer of a service."""

    def __init__(self, body: str, params: Mapping[str, Mapping[str, str]]) -> None:
        self.body = Text(body)
        self._params = params

    def json(self, path: str) -> Text:
        found = self._at(path)
        # Non-ASCII stays as it is; what is not there is an empty text.
        return Text("" if found is None else json.dumps(found, ensure_ascii=False))

    def path(self, path: str) -> Any:
        found = self._at(path)
        return Text("") if found is None else java(found)

    def params(self, name: str | None = None) -> Any:
        if name is None:
            return java(self._params)
        for kind in ("path", "querystring", "header"):
            if name in self._params.get(kind, {}):
                return Text(self._params[kind][name])
        return Text("")

    def _at(self, path: str) -> Any:
        value = self._document
        for key, index in re.findall(r"\.([A-Za-z_]\w*)|\[(\d+)\]", path.removeprefix("$")):
            try:
                value = value[key] if key else value[int(index)]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    @property
    def _document(self) -> Any:
        return json.loads(self.body or "{}")


class Util:
    """`$util`."""

    def escapeJavaScript(self, text: Any) -> Text:  # noqa: N802
        if not isinstance(text, str):
            # Java has no such method for numbers: the reference stays in the text as it is.
            raise TypeError(f"escapeJavaScript takes text, not {text!r}")
        return Text(_SPECIAL.sub(_escaped, text))

    def urlEncode(self, text: str) -> Text:  # noqa: N802
        return Text(quote_plus(text, safe="*"))

    def urlDecode(self, text: str) -> Text:  # noqa: N802
        return Text(unquote_plus(text))

    def base64Encode(self, text: str) -> Text:  # noqa: N802
        return Text(base64.b64encode(text.encode()).decode())

    def base64Decode(self, text: str) -> Text:  # noqa: N802
        return Text(base64.b64decode(text).decode())

    def parseJson(self, text: str) -> Any:  # noqa: N802
        return java(json.loads(text))


def render(
    template: str,
    body: str = "",
    *,
    params: Mapping[str, Mapping[str, str]] | None = None,
    variables: Mapping[str, str] | None = None,
    context: Mapping[str, Any] | None = None,
) -> Rendered:
    """The outcome of `template` for a request, or an answer, with this body.

    params: `path`, `querystring`, `header` -> name -> value, decoded. variables: of the stage.
    """
    overridden: dict[str, Any] = {"path": {}, "header": {}, "querystring": {}}
    answered: dict[str, Any] = {"header": {}}
    known = {key: Text(value) for key, value in {**CONTEXT, **(context or {})}.items()}
    namespace = {
        "input": Input(body, params or {}),
        "util": Util(),
        "context": {**known, "requestOverride": overridden, "responseOverride": answered},
        "stageVariables": {key: Text(value) for key, value in (variables or {}).items()},
    }
    text = _compiled(template).merge(namespace)
    overrides = {
        f"{kind}.{name}": value for kind in overridden for name, value in overridden[kind].items()
    }
    overrides |= {f"header.{name}": value for name, value in answered.pop("header").items()}
    return Rendered(text, overrides | answered)


def java(value: Any) -> Any:
    """`value` with Java's strings inside."""
    if isinstance(value, str):
        return Text(value)
    if isinstance(value, bool):
        return Text("true" if value else "false")
    if isinstance(value, Mapping):
        return {key: java(item) for key, item in value.items()}
    if isinstance(value, list):
        return [java(item) for item in value]
    return value


@lru_cache(maxsize=64)
def _compiled(template: str) -> airspeed.Template:
    return airspeed.Template(template)


_SPECIAL = re.compile(r"[^ -\x7f]|['\"\\/]")
_NAMED = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def _escaped(found: re.Match[str]) -> str:
    """One character as Commons Lang writes it: what is beyond the first plane as two units."""
    char = found[0]
    if char in "'\"\\/":
        return f"\\{char}"
    if char in _NAMED:
        return _NAMED[char]
    units = char.encode("utf-16-be", "surrogatepass").hex().upper()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
