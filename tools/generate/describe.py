"""JSON Schemas of settings, as stack files may hold them."""

from __future__ import annotations

import re
import typing
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, WrapValidator
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from components.args import Input

Schema = dict[str, Any]

_REFERENCE_AT = "#/$defs/Reference"
REFERENCE: Schema = {
    "description": "A reference: ${name.output} (another architecture), ${stack:name.output}"
    " (another stack) or ${secret:name} (a secret of this stack).",
    "type": "string",
    "pattern": r"\$\{[^}]+\}",
}
(_INPUT,) = (mark for mark in typing.get_args(Input) if isinstance(mark, WrapValidator))


class _Generator(GenerateJsonSchema):
    """Pydantic's own schemas, with references where an `Input` stands and made defaults shown."""

    def function_wrap_schema(self, schema: Any) -> Schema:
        inner = super().function_wrap_schema(schema)
        if schema["function"]["function"] is not _INPUT.func:
            return inner
        return {"anyOf": [inner, {"$ref": _REFERENCE_AT}]}

    def get_default_value(self, schema: Any) -> Any:
        if "default_factory" in schema and not schema.get("default_factory_takes_data"):
            return schema["default_factory"]()
        return super().get_default_value(schema)


def describe(models: Sequence[type[BaseModel]]) -> tuple[dict[type[BaseModel], str], Schema]:
    """(model → its name in `$defs`, the `$defs` of all of them and of what they hold)."""
    found, schema = models_json_schema(
        [(model, "validation") for model in models], schema_generator=_Generator
    )
    defs = {name: _tidy(value) for name, value in schema["$defs"].items()}
    defs["Reference"] = REFERENCE
    names = {
        model: value["$ref"].rpartition("/")[2]
        for (model, _), value in found.items()
        if isinstance(model, type) and issubclass(model, BaseModel)
    }
    return names, dict(sorted(defs.items()))


def target(schema: Schema, defs: Schema) -> Schema | None:
    """The definition that `schema` refers to, if it does."""
    if "$ref" in schema:
        return defs[schema["$ref"].rpartition("/")[2]]
    if len(schema.get("allOf", ())) == 1:
        return target(schema["allOf"][0], defs)
    return None


def without_references(schema: Any) -> Any:
    """The schema of settings in which no reference may stand."""
    if isinstance(schema, list):
        return [without_references(item) for item in schema if item != {"$ref": _REFERENCE_AT}]
    if isinstance(schema, dict):
        return {key: without_references(value) for key, value in schema.items()}
    return schema


def _tidy(schema: Any) -> Any:
    """Without pydantic's titles and empty defaults; texts on one line."""
    if isinstance(schema, list):
        return [_tidy(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {key: _tidy(value) for key, value in schema.items()}
    if isinstance(tidy.get("title"), str):
        del tidy["title"]
    if isinstance(text := tidy.get("description"), str):
        tidy["description"] = re.sub(r"\s*Source: .*", "", " ".join(text.split()))
    if "default" in tidy and tidy["default"] in (None, [], {}):
        del tidy["default"]
    if isinstance(tidy.get("patternProperties"), dict):
        tidy.setdefault("additionalProperties", False)  # names that don't match are refused
    if "$ref" in tidy and len(tidy) > 1:
        # Beside a `$ref` draft 7 ignores everything.
        tidy["allOf"] = [{"$ref": tidy.pop("$ref")}]
        if isinstance(tidy.get("default"), dict):
            del tidy["default"]  # a mapping of defaults: each stands at its own setting
    return tidy
