"""Policy documents as typed objects: statements, patterns of actions and resources, ARNs.

`parse` takes the text or the mapping that a program gives; `from_grants` takes the grants of a
component, which say at preview what the text will hold. Both give the same `Document`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from policies.values import UNKNOWN, Unknown

Pattern = str | Unknown
"""A resource or principal as written, wildcards included; UNKNOWN before creation."""


class DocumentError(ValueError):
    """What was given is no policy document. `path` says where, the text completes "PATH …"."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(problem)
        self.path = path


class UnknownPartError(DocumentError):
    """A part without which a document says nothing is known only after creation."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "is not known at preview")


@dataclass(frozen=True, eq=False)
class Statement:
    """One statement. Lists are tuples, absent lists are empty."""

    effect: str
    """`Allow` or `Deny`."""
    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    resources: tuple[Pattern, ...] = ()
    not_resources: tuple[Pattern, ...] = ()
    principals: Mapping[str, tuple[Pattern, ...]] = field(default_factory=dict)
    """By kind (`Service`, `AWS`, `Federated`); `{"*": ("*",)}` for everybody."""
    not_principals: Mapping[str, tuple[Pattern, ...]] = field(default_factory=dict)
    condition: Mapping[str, Any] = field(default_factory=dict)
    """Operator → key → value or values, as written; values may be UNKNOWN."""
    sid: str = ""
    index: int = 0
    """Place in its document, from 0."""
    nodes: tuple[str, ...] = ()
    """URNs of the resources meant, where a grant said so; else empty."""
    paths: tuple[str, ...] = ()
    """What is appended to the ARN of each node (`""`, `/*`), where a grant said so."""
    reason: str = ""
    """Why a grant has no narrower resource."""

    @property
    def allows(self) -> bool:
        return self.effect == "Allow"

    @property
    def number(self) -> int:
        """Place in its document as people count, from 1."""
        return self.index + 1

    def covers(self, action: str) -> bool:
        """Whether the statement speaks of `action` (`sqs:SendMessage`), allowing or denying."""
        if self.not_actions:
            return not any(action_matches(pattern, action) for pattern in self.not_actions)
        return any(action_matches(pattern, action) for pattern in self.actions)

    def reaches(self, arn: str) -> bool | None:
        """Whether the statement speaks of the resource `arn`; None where unknowns decide it."""
        patterns = self.not_resources or self.resources
        known = [pattern for pattern in patterns if isinstance(pattern, str)]
        hit = any(arn_matches(pattern, arn) for pattern in known)
        if not hit and len(known) < len(patterns):
            return None
        return not hit if self.not_resources else hit

    def condition_values(self, key: str) -> dict[str, tuple[Any, ...]]:
        """Operator (as written) → values that the condition asks of `key` (case-insensitive)."""
        found: dict[str, tuple[Any, ...]] = {}
        for operator, keys in self.condition.items():
            for name, values in keys.items() if isinstance(keys, Mapping) else ():
                if str(name).lower() == key.lower():
                    found[str(operator)] = tuple(_as_list(values))
        return found


@dataclass(frozen=True, eq=False)
class Document:
    """A policy document."""

    statements: tuple[Statement, ...]
    granted: bool = False
    """Whether it was read from grants because its text is not known yet."""

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)

    def allowing(self) -> Iterator[Statement]:
        return (statement for statement in self.statements if statement.allows)


@dataclass(frozen=True, slots=True)
class Arn:
    """An ARN or a pattern of ARNs, cut into its six parts."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @classmethod
    def parse(cls, text: str) -> Arn | None:
        """None where `text` does not look like an ARN."""
        parts = text.split(":", 5)
        return cls(*parts[1:]) if len(parts) == 6 and parts[0] == "arn" else None


def parse(document: Any) -> Document:
    """The document in `document`, JSON text or a mapping.

    Resources and principals inside a mapping may be UNKNOWN. Raises `UnknownPartError` where
    something else is, `DocumentError` where it is no policy document.
    """
    if document is UNKNOWN:
        raise UnknownPartError("")
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except (ValueError, RecursionError) as error:
            raise DocumentError("", f"is not JSON: {error}") from None
    body = _lowered(document, "")
    statements = body.get("statement")
    if statements is UNKNOWN:
        raise UnknownPartError("Statement")
    if statements is None:
        raise DocumentError("", "has no Statement")
    listed = _as_list(statements)
    return Document(tuple(_statement(item, index) for index, item in enumerate(listed)))


def from_grants(grants: Any, own: str = "self") -> Document:
    """The document that a component's `grants` stand for; `own` is the URN that "self" means.

    Raises like `parse`; paths start with `grants`.
    """
    if grants is UNKNOWN:
        raise UnknownPartError("grants")
    if not isinstance(grants, (list, tuple)):
        raise DocumentError("grants", "is not a list")
    return Document(
        tuple(_granted(grant, index, own) for index, grant in enumerate(grants)), granted=True
    )


def explained(document: Document, grants: Document) -> Document:
    """`document` with the nodes, paths and reasons of the grants that it was written from."""
    left = list(grants.statements)
    statements = []
    for statement in document:
        source = next((grant for grant in left if _same(grant, statement)), None)
        if source is not None:
            left.remove(source)
            statement = replace(
                statement, nodes=source.nodes, paths=source.paths, reason=source.reason
            )
        statements.append(statement)
    return Document(tuple(statements), document.granted)


def _same(grant: Statement, statement: Statement) -> bool:
    if not statement.allows or _folded(grant.actions) != _folded(statement.actions):
        return False
    known = {pattern for pattern in grant.resources if isinstance(pattern, str)}
    return known <= set(statement.resources) and len(grant.resources) == len(statement.resources)


def _folded(actions: Iterable[str]) -> set[str]:
    return {action.lower() for action in actions}


def _granted(grant: Any, index: int, own: str) -> Statement:
    where = f"grants[{index}]"
    if grant is UNKNOWN:
        raise UnknownPartError(where)
    if not isinstance(grant, Mapping):
        raise DocumentError(where, "is not a grant")
    resources = _patterns(grant.get("resources"), f"{where}.resources")
    paths = _strings(grant.get("paths"), f"{where}.paths") or ("",)
    nodes = _strings(grant.get("nodes"), f"{where}.nodes")
    return Statement(
        effect="Allow",
        actions=_strings(grant.get("actions"), f"{where}.actions"),
        # "self" is an ARN that nobody knows before the component's own resource exists.
        resources=tuple(
            f"{arn}{path}" if isinstance(arn, str) and arn != "self" else UNKNOWN
            for arn in resources
            for path in paths
        ),
        condition=_condition(grant.get("condition"), f"{where}.condition"),
        index=index,
        nodes=tuple(own if node == "self" else node for node in nodes),
        paths=paths,
        reason=str(grant.get("reason") or "").strip() if grant.get("reason") is not UNKNOWN else "",
    )


def _statement(item: Any, index: int) -> Statement:
    where = f"Statement[{index}]"
    body = _lowered(item, where)
    effect = body.get("effect")
    if effect is UNKNOWN:
        raise UnknownPartError(f"{where}.Effect")
    if effect not in ("Allow", "Deny"):
        raise DocumentError(f"{where}.Effect", "is neither Allow nor Deny")
    return Statement(
        effect=str(effect),
        actions=_strings(body.get("action"), f"{where}.Action"),
        not_actions=_strings(body.get("notaction"), f"{where}.NotAction"),
        resources=_patterns(body.get("resource"), f"{where}.Resource"),
        not_resources=_patterns(body.get("notresource"), f"{where}.NotResource"),
        principals=_principals(body.get("principal"), f"{where}.Principal"),
        not_principals=_principals(body.get("notprincipal"), f"{where}.NotPrincipal"),
        condition=_condition(body.get("condition"), f"{where}.Condition"),
        sid=str(body.get("sid") or "") if body.get("sid") is not UNKNOWN else "",
        index=index,
    )


def _lowered(body: Any, path: str) -> dict[str, Any]:
    if body is UNKNOWN:
        raise UnknownPartError(path)
    if not isinstance(body, Mapping):
        raise DocumentError(path, "is not an object")
    return {str(key).lower(): value for key, value in body.items()}


def _as_list(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, (list, tuple)) else (value,)


def _patterns(value: Any, path: str) -> tuple[Pattern, ...]:
    for item in _as_list(value):
        if item is not UNKNOWN and not isinstance(item, str):
            raise DocumentError(path, "holds something that is not text")
    return tuple(_as_list(value))


def _strings(value: Any, path: str) -> tuple[str, ...]:
    found = _patterns(value, path)
    known = tuple(item for item in found if isinstance(item, str))
    if len(known) < len(found):
        raise UnknownPartError(path)
    return known


def _principals(value: Any, path: str) -> dict[str, tuple[Pattern, ...]]:
    if value is None:
        return {}
    if value is UNKNOWN or isinstance(value, str):
        return {"*" if value == "*" else "AWS": (value,)}
    if not isinstance(value, Mapping):
        raise DocumentError(path, "is neither text nor an object")
    return {str(kind): _patterns(who, f"{path}.{kind}") for kind, who in value.items()}


def _condition(value: Any, path: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if value is UNKNOWN:
        raise UnknownPartError(path)
    if not isinstance(value, Mapping):
        raise DocumentError(path, "is not an object")
    return value


def action_matches(pattern: str, action: str) -> bool:
    """Whether the action pattern (`sqs:Send*`) covers `action`; case does not matter."""
    return wildcard_regex(pattern.lower()).fullmatch(action.lower()) is not None


def arn_matches(pattern: str, arn: str) -> bool:
    """Whether the resource pattern covers `arn`.

    As AWS does: `*` and `?` stay inside their part of the ARN, but cross `:` and `/` in the last
    one; `*` alone covers all. A policy variable (`${aws:username}`) may be anything.
    """
    if pattern == "*":
        return True
    wanted, given = _anything_for_variables(pattern).split(":", 5), arn.split(":", 5)
    return len(wanted) == len(given) and all(
        wildcard_regex(part).fullmatch(value) for part, value in zip(wanted, given, strict=True)
    )


@lru_cache(maxsize=4096)
def _anything_for_variables(pattern: str) -> str:
    return re.sub(r"\$\{[^}]*\}", "*", pattern)


@lru_cache(maxsize=4096)
def wildcard_regex(pattern: str) -> re.Pattern[str]:
    """`*` is any text, `?` any one character, all else itself."""
    # Neighbouring stars mean one; left as they are they would make matching slow.
    pattern = re.sub(r"\*+", "*", pattern)
    wild = {"*": ".*", "?": "."}
    return re.compile("".join(wild.get(char) or re.escape(char) for char in pattern), re.DOTALL)


def last_part(arn: str) -> str:
    """The name at the end of an ARN or of a path: `arn:aws:iam::1:role/team/a` -> `a`."""
    return arn.replace("/", ":").rpartition(":")[2]


def has_wildcard(pattern: str) -> bool:
    return "*" in pattern or "?" in pattern


UNTYPED = ("s3", "sqs", "sns", "execute-api")
"""Services whose ARNs have the name first; in others a type comes before it (`table/orders`)."""


def broad_pattern(pattern: str) -> str:
    """Why a resource pattern reaches more than resources of one name; empty where it does not.

    Wildcards behind a name are narrow: `bucket/*`, `log-group:/aws/lambda/worker:*`, `orders-*`.
    """
    if not pattern.strip("*"):
        return "every resource"
    arn = Arn.parse(pattern)
    if arn is None:
        return ""
    for part, said in ((arn.service, "any service"), (arn.region, "any Region")):
        if has_wildcard(part):
            return said
    if has_wildcard(arn.account):
        return "any account"
    name = arn.resource.lstrip("/")
    if arn.service not in UNTYPED and not name.startswith("*"):
        name = re.split(r"[/:]", name, maxsplit=1)[-1]
    # Names of log groups start with the service that writes them.
    name = re.sub(r"^/aws/[^/*?]+/", "", name)
    return "any name" if name.startswith(("*", "?")) and not _fixed_suffix(name) else ""


def _fixed_suffix(name: str) -> bool:
    # "*-orders" names as much as "orders-*" does.
    return bool(re.split(r"[/:]", name, maxsplit=1)[0].strip("*?"))
