"""`aws.iam.get_policy_document`: renders the JSON as the real data source does."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from offline.provider.functions.lookup import FunctionError, Lookup


def render(lookup: Lookup) -> Mapping[str, Any]:
    """The document: sources first, then own statements, then overrides, joined by `Sid`."""
    document: dict[str, Any] = {"Version": lookup.get("version", "2012-10-17")}
    if lookup.get("policyId"):
        document["Id"] = lookup.get("policyId")
    statements: list[dict[str, Any]] = []
    for text in lookup.get("sourcePolicyDocuments", []):
        for statement in _statements(text, "sourcePolicyDocuments"):
            _reject_duplicate(statements, statement)
            statements.append(statement)
    for given in lookup.get("statements", []):
        _merge(statements, _statement(given))
    for text in lookup.get("overridePolicyDocuments", []):
        for statement in _statements(text, "overridePolicyDocuments"):
            _merge(statements, statement)
    document["Statement"] = statements
    minified = json.dumps(document, separators=(",", ":"))
    return {
        "id": lookup.hex(10, minified),
        "json": json.dumps(document, indent=2),
        "minifiedJson": minified,
        "version": document["Version"],
    }


def _statement(given: Mapping[str, Any]) -> dict[str, Any]:
    statement: dict[str, Any] = {}
    if given.get("sid"):
        statement["Sid"] = given["sid"]
    statement["Effect"] = given.get("effect") or "Allow"
    for name, key in (
        ("actions", "Action"),
        ("notActions", "NotAction"),
        ("resources", "Resource"),
        ("notResources", "NotResource"),
    ):
        if given.get(name):
            statement[key] = _one_or_many(given[name])
    for name, key in (("principals", "Principal"), ("notPrincipals", "NotPrincipal")):
        if given.get(name):
            statement[key] = _principals(given[name])
    if given.get("conditions"):
        statement["Condition"] = _conditions(given["conditions"])
    return statement


def _one_or_many(values: Sequence[str]) -> Any:
    """One value alone, several sorted and each once, as the real data source writes them."""
    values = sorted(dict.fromkeys(values), reverse=True)
    return values[0] if len(values) == 1 else values


def _principals(principals: Sequence[Mapping[str, Any]]) -> Any:
    if any(p["type"] == "*" and "*" in p["identifiers"] for p in principals):
        return "*"
    merged: dict[str, list[str]] = {}
    for principal in principals:
        merged.setdefault(principal["type"], []).extend(principal["identifiers"])
    return {type_: _one_or_many(identifiers) for type_, identifiers in merged.items()}


def _conditions(conditions: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    merged: dict[str, dict[str, list[str]]] = {}
    for condition in conditions:
        values = merged.setdefault(condition["test"], {}).setdefault(condition["variable"], [])
        values.extend(condition["values"])
    return {
        test: {key: values[0] if len(values) == 1 else values for key, values in keys.items()}
        for test, keys in merged.items()
    }


def _statements(text: str, argument: str) -> list[dict[str, Any]]:
    if not text:
        return []
    try:
        found = json.loads(text)["Statement"]
    except (ValueError, KeyError, TypeError) as error:
        raise FunctionError(f"{argument}: not a policy document: {text[:80]!r}") from error
    return found if isinstance(found, list) else [found]


def _reject_duplicate(statements: Sequence[Mapping[str, Any]], new: Mapping[str, Any]) -> None:
    sid = new.get("Sid")
    if sid and any(statement.get("Sid") == sid for statement in statements):
        raise FunctionError(f'sourcePolicyDocuments: the statement id "{sid}" is there twice')


def _merge(statements: list[dict[str, Any]], new: dict[str, Any]) -> None:
    """A statement takes the place of the one with the same `Sid`."""
    for index, statement in enumerate(statements):
        if new.get("Sid") and statement.get("Sid") == new["Sid"]:
            statements[index] = new
            return
    statements.append(new)


FUNCTIONS = {"iam/getPolicyDocument": render}
