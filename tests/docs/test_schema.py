"""The schema of stack files accepts what the program accepts and refuses what editors can see."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from components.catalog import kinds
from policies.names import rule_ids
from tests.docs.pages import PAGES, ROOT, blocks

SCHEMA = json.loads((ROOT / "docs/stack-file.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft7Validator(SCHEMA)
FILES = sorted((ROOT / "stacks").glob("Pulumi.*.yaml"))
GOOD = {
    "config": {
        "aws:region": "eu-west-1",
        "palisade:environment": "dev",
        "palisade:account": "123456789012",
        "palisade:settings": {"log_retention_days": 7, "kms_key_arn": "arn:aws:kms:…"},
        "palisade:accounts": {
            "edge": {"id": "012345678901", "role_arn": "arn:aws:iam::012345678901:role/deploy"}
        },
        "palisade:api_token": {"secure": "v1:…"},
        "palisade:exemptions": [
            {
                "rule": "iam-shared-role",
                "resource": "site",
                "reason": "mended with the next release",
                "owner": "web-team",
                "until": "2027-01-31",
            }
        ],
        "palisade:architectures": {
            "site": {
                "kind": "apis/cors",
                "account": "edge",
                "cors": {"origins": ["https://a.example"]},
                "auth": {"issuer": "https://login.example", "audience": ["site"]},
                "functions": {
                    "hello": {
                        "handler": "handlers.apis.cors.http.handler",
                        "routes": ["GET /hello"],
                        "environment": {"URL": "${board.api_url}", "PLAIN": "text"},
                    }
                },
            },
            "board": {"kind": "events/appsync-target", "bus_name": "${stack:o/p/dev.bus}"},
        },
        "other:key": 1,
    },
    "encryptionsalt": "v1:…",
}


def errors(file: Any) -> list[str]:
    """Where the schema finds faults, as far in as it can say."""
    found = []
    for error in VALIDATOR.iter_errors(file):
        found += [error] if not error.context else error.context
    return sorted("/".join(map(str, error.absolute_path)) for error in found)


def test_schema_is_a_valid_schema():
    Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_schema_accepts_every_stack_file(file: Path):
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../docs/stack-file.schema.json\n")
    assert errors(yaml.safe_load(text)) == []


def test_schema_accepts_all_that_a_stack_file_may_have():
    assert errors(GOOD) == []


def test_schema_accepts_the_stack_files_of_the_docs():
    whole = [b for p in PAGES for b in blocks(p) if b.language == "yaml" and "config:" in b.text]
    assert whole
    for block in whole:
        assert errors(yaml.safe_load(block.text)) == [], block


def test_schema_knows_every_kind_and_every_rule():
    config = SCHEMA["properties"]["config"]["properties"]
    entry = config["palisade:architectures"]["additionalProperties"]
    assert entry["properties"]["kind"]["enum"] == list(kinds())
    assert [each["if"]["properties"]["kind"]["const"] for each in entry["allOf"]] == list(kinds())
    assert SCHEMA["$defs"]["Exemption"]["properties"]["rule"]["enum"] == list(rule_ids())


def test_every_setting_has_a_description():
    bare = [
        f"{name}.{setting}"
        for name, definition in SCHEMA["$defs"].items()
        for setting, schema in definition.get("properties", {}).items()
        if setting not in ("kind", "account") and "description" not in schema
    ]
    assert bare == []


def put(*path: Any, value: Any) -> Callable[[Any], None]:
    def change(file: Any) -> None:
        *above, last = path
        for step in above:
            file = file[step]
        file[last] = value

    return change


def config(*path: Any, value: Any) -> Callable[[Any], None]:
    return put("config", f"palisade:{path[0]}", *path[1:], value=value)


def without(key: str) -> Callable[[Any], None]:
    return lambda file: file["config"].pop(key)


SITE = ("architectures", "site")
HELLO = (*SITE, "functions", "hello")
WRONG = [
    ("misspelt argument", config(*SITE, "flavor", value="http")),
    ("misspelt argument further in", config(*HELLO, "enviroment", value={})),
    ("misspelt argument of cors", config(*SITE, "cors", "origin", value=[])),
    ("another kind's argument", config(*SITE, "bus_name", value="orders")),
    ("unknown kind", config(*SITE, "kind", value="apis/corse")),
    ("no kind", config(*SITE, value={"cors": {"origins": ["https://a.example"]}})),
    ("missing argument", config(*SITE, value={"kind": "apis/cors"})),
    ("out of range", config(*HELLO, "timeout_seconds", value=60)),
    ("wrong type", config(*HELLO, "memory_mb", value="much")),
    ("reference where a plain value is needed", config(*HELLO, "memory_mb", value="${a.b}")),
    ("not one of the values", config(*SITE, "flavour", value="soap")),
    ("neither mapping of a union", config(*SITE, "auth", value={"issuer": "https://x"})),
    ("catch-all route", config(*HELLO, "routes", value=["ANY /hello"])),
    ("illegal name of a function", config(*SITE, "functions", "Hello World", value={})),
    ("illegal name", config("architectures", "Site", value={"kind": "events/appsync-target"})),
    ("account that lost its quotes", config("account", value=123456789012)),
    ("account that lost its zero", config("accounts", "edge", "id", value="12345678901")),
    ("misspelt setting", config("settings", "log_retention", value=7)),
    ("retention that CloudWatch lacks", config("settings", "log_retention_days", value=8)),
    ("plain text under a secret's key", config("api_token", value="hunter2")),
    ("misspelt key", config("architecture", value={})),
    ("exemption of an unknown rule", config("exemptions", 0, "rule", value="iam-shared-rule")),
    ("exemption with a short reason", config("exemptions", 0, "reason", value="later")),
    ("exemption with another date", config("exemptions", 0, "until", value="31.1.2027")),
    ("no region", without("aws:region")),
    ("no environment", without("palisade:environment")),
]


@pytest.mark.parametrize("change", [case[1] for case in WRONG], ids=[case[0] for case in WRONG])
def test_schema_refuses(change):
    file = copy.deepcopy(GOOD)
    change(file)
    assert errors(file) != []
