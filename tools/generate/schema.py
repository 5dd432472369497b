"""docs/stack-file.schema.json: what editors complete and check in stacks/Pulumi.*.yaml."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from pydantic import BaseModel

from components.args import Exemption
from components.settings import Settings
from components.stackfile import StackFile
from tools.generate.describe import Schema, describe, without_references

PATH = "docs/stack-file.schema.json"
_SECRET: Schema = {
    "description": "A secret for ${secret:NAME}: pulumi config set --secret palisade:NAME",
    "type": "object",
    "properties": {"secure": {"type": "string"}},
    "required": ["secure"],
    "additionalProperties": False,
}


def stack_file_schema(
    args: Mapping[str, type[BaseModel]], sentences: Mapping[str, str], rules: Collection[str]
) -> str:
    """The schema as JSON text; `args` and `sentences` have each kind's settings and first line."""
    names, defs = describe([StackFile, Settings, Exemption, *args.values()])
    file = defs.pop(names[StackFile])
    defs[names[Settings]] = without_references(defs[names[Settings]])
    defs[names[Exemption]]["properties"]["rule"]["enum"] = sorted(rules)
    for name in {names[model] for model in args.values()}:  # pydantic lets equal ones share a name
        defs[name].pop("description", None)
        defs[name]["properties"] |= {"kind": {}, "account": {}}
    return json.dumps(
        {
            # Draft 7: the newest that editors' YAML servers know well.
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": "Palisade stack file",
            "type": "object",
            "properties": {
                "config": _config(file, _entry(args, sentences, names)),
                "secretsprovider": {"type": "string"},
                "encryptedkey": {"type": "string"},
                "encryptionsalt": {"type": "string"},
            },
            "required": ["config"],
            "$defs": defs,
        },
        indent=2,
        ensure_ascii=False,
    ) + "\n"  # fmt: skip


def _config(file: Schema, entry: Schema) -> Schema:
    ours = {name: schema for name, schema in file["properties"].items() if name != "region"}
    ours["architectures"] = {
        "description": ours["architectures"]["description"],
        "type": "object",
        "propertyNames": {"pattern": ours["environment"]["pattern"]},
        "additionalProperties": entry,
    }
    others = "|".join(sorted(ours))
    return {
        "type": "object",
        "properties": {
            "aws:region": file["properties"]["region"],
            **{f"palisade:{name}": schema for name, schema in ours.items()},
        },
        "patternProperties": {f"^palisade:(?!({others})$)": _SECRET},
        "required": [
            "aws:region" if name == "region" else f"palisade:{name}" for name in file["required"]
        ],
    }


def _entry(
    args: Mapping[str, type[BaseModel]],
    sentences: Mapping[str, str],
    names: Mapping[type[BaseModel], str],
) -> Schema:
    """One architecture: first its kind, and then that kind's settings and no others."""
    return {
        "type": "object",
        "properties": {
            "kind": {
                "description": "Which architecture this is.",
                "enum": sorted(args),
                "markdownEnumDescriptions": [sentences[kind] for kind in sorted(args)],
            },
            "account": {
                "description": "Name in palisade:accounts of the account it is made in; this"
                " environment's own when left out.",
                "type": "string",
            },
        },
        "required": ["kind"],
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/{names[args[kind]]}"},
            }
            for kind in sorted(args)
        ],
    }
