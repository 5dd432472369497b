"""Markdown tables of settings and outputs."""

from __future__ import annotations

import inspect
import json
import re
import typing
from collections.abc import Iterable, Iterator, Sequence

import pulumi
from pydantic import BaseModel

from components.architecture import Architecture
from tools.generate.describe import REFERENCE, Schema, describe, target, without_references

_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "`true`, `false`",
    "array": "list",
    "object": "mapping",
}

_READABLE = 50
"""Length from which on a pattern says less than the setting's own words."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; pipes inside cells are escaped."""
    lines = [list(head), ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def settings_table(
    model: type[BaseModel], leave_out: Sequence[str] = (), *, references: bool = True
) -> str:
    """Every setting of `model`, those inside mappings as `outer.inner`.

    `references`: whether the stack file's `${…}` may stand in it.
    """
    names, defs = describe([model])
    if not references:
        defs = without_references(defs)
    # Settings that several options share are said once.
    rows = dict.fromkeys(_rows(defs[names[model]], defs, "", leave_out))
    return table(("setting", "default", "range", "meaning"), rows)


def _rows(
    schema: Schema, defs: Schema, prefix: str, leave_out: Sequence[str] = ()
) -> Iterator[tuple[str, str, str, str]]:
    for name, setting in schema["properties"].items():
        if name in leave_out:
            continue
        required = name in schema.get("required", ())
        default = "required" if required else _default(setting)
        yield f"`{prefix}{name}`", default, _range(setting, defs), setting.get("description", "")
        for step, inner in _inside(setting, defs):
            yield from _rows(inner, defs, f"{prefix}{name}{step}.")


def _inside(setting: Schema, defs: Schema) -> Iterator[tuple[str, Schema]]:
    """Mappings with settings of their own inside a setting, and the step that leads there."""
    if (found := target(setting, defs)) is not None:
        if "properties" in found:
            yield "", found
        return
    for option in _options(setting):
        yield from _inside(option, defs)
    if isinstance(items := setting.get("items"), dict):
        yield from ((f"[]{step}", inner) for step, inner in _inside(items, defs))
    for values in _values(setting):
        yield from ((f".*{step}", inner) for step, inner in _inside(values, defs))


def _options(setting: Schema) -> list[Schema]:
    """What else may stand there; `oneOf` where a property tells them apart."""
    return [*setting.get("anyOf", ()), *setting.get("oneOf", ())]


def _default(setting: Schema) -> str:
    if "default" in setting:
        value = setting["default"]
        text = value if isinstance(value, str) else json.dumps(value)
        return f"`{text}`" if text else "empty"
    return "none" if _options(setting) else "empty"


def _range(setting: Schema, defs: Schema) -> str:
    """What may stand there, in words."""
    found = target(setting, defs)
    if found == REFERENCE or str(setting.get("pattern", "")).startswith(r"^\$\{"):
        return "`${…}`"
    if found is not None:
        return _range(found, defs)
    if _options(setting):
        options = [option for option in _options(setting) if option.get("type") != "null"]
        words = (_with(option, defs) or _range(option, defs) for option in options)
        return " or ".join(dict.fromkeys(words))
    if "enum" in setting or "const" in setting:
        values = setting.get("enum") or [setting["const"]]
        return ", ".join(f"`{value}`" for value in values)
    kind = str(setting.get("type", "any"))
    words = _TYPES.get(kind, kind)
    low = setting.get("minimum", setting.get("minItems", setting.get("minProperties")))
    high = setting.get("maximum", setting.get("maxItems", setting.get("maxProperties")))
    if kind in ("integer", "number"):
        return _limits(low, high) or words
    if limits := _limits(low, high):
        words = f"{words} ({limits})"
    if limits := _limits(setting.get("minLength"), setting.get("maxLength")):
        words = f"{words} of {limits} character{'' if limits.endswith(' 1') else 's'}"
    if len(setting.get("pattern", "")) in range(1, _READABLE):
        words = f"{words} that matches `{setting['pattern']}`"
    return words + _of(setting, defs)


def _of(setting: Schema, defs: Schema) -> str:
    """What a list or a mapping holds; nothing where its settings follow as rows."""
    held = [setting["items"]] if "items" in setting else _values(setting)
    return "".join(f" of {_range(h, defs)}" for h in held if h and not target(h, defs))


def _values(setting: Schema) -> list[Schema]:
    """What a mapping with names of the user's holds, whatever the names have to look like."""
    held = [setting.get("additionalProperties"), *setting.get("patternProperties", {}).values()]
    return [schema for schema in held if isinstance(schema, dict)]


def _with(option: Schema, defs: Schema) -> str:
    """A mapping among other things that may stand there, told by its own settings."""
    names = (target(option, defs) or {}).get("properties", ())
    return f"mapping with {', '.join(f'`{name}`' for name in names)}" if names else ""


def _limits(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{low} to {high}"
    return f"at least {low}" if low is not None else f"at most {high}" if high is not None else ""


def outputs_table(kind: type[Architecture], example: str) -> str:
    """Every output of an architecture, with what its docstring says of it."""
    said = output_texts(inspect.getdoc(kind) or "")
    hints = inspect.get_annotations(kind, eval_str=True)
    rows = [
        (f"`{name}`", _type(hints[name]), f"`${{{example}.{name}}}`", said.get(name, ""))
        for name in kind.outputs()
    ]
    return table(("output", "type", "reference", "meaning"), rows)


def _type(hint: object) -> str:
    (inner,) = typing.get_args(hint)
    if isinstance(inner, type) and issubclass(inner, pulumi.Resource):
        return "resource"
    names = {str: "text", int: "whole number", bool: "`true`, `false`"}
    return names.get(inner) or _TYPES["array" if typing.get_origin(inner) is list else "object"]


def output_texts(docstring: str) -> dict[str, str]:
    """Name → meaning, from ``Outputs: `url` (Output[str]): where callers begin; `id`.``"""
    paragraph = next((p for p in docstring.split("\n\n") if p.startswith("Outputs")), "")
    text = " ".join(paragraph.split()).partition(" Source:")[0]
    text = re.sub(r"\([^)]*Output\[[^)]*\)", "", text)
    found = {}
    for piece in text[len("Outputs") :].split(";"):
        names, _, meaning = piece.lstrip(" :").partition(":")
        for name in re.findall(r"`(\w+)`", names):
            found[name] = meaning.strip().rstrip(".")
    return found
