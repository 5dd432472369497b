"""Who is let in: trust policies of roles, resource policies, and what stands for a statement.

At preview the text of a policy that names a new resource is unknown as a whole. Components of this
project send the same statements as their inputs `trust` and `access`; those are read then.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from policies import iam
from policies.iam import Arn, Pattern, Statement, has_wildcard
from policies.values import UNKNOWN
from policies.view import Resource, Stack, Undecided, View
from policies.views.environment import ENVIRONMENT
from policies.views.iam import DocumentHolder

RESOURCE_POLICIES = {
    "aws:sqs/queuePolicy:QueuePolicy": "policy",
    "aws:sqs/queue:Queue": "policy",
    "aws:sns/topicPolicy:TopicPolicy": "policy",
    "aws:sns/topic:Topic": "policy",
    "aws:s3/bucketPolicy:BucketPolicy": "policy",
    "aws:s3/bucket:Bucket": "policy",
    "aws:s3/bucketV2:BucketV2": "policy",
    "aws:kms/key:Key": "policy",
    "aws:kms/keyPolicy:KeyPolicy": "policy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
    "aws:secretsmanager/secret:Secret": "policy",
    "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
    "aws:dynamodb/resourcePolicy:ResourcePolicy": "policy",
    "aws:kinesis/resourcePolicy:ResourcePolicy": "policy",
    "aws:opensearch/domainPolicy:DomainPolicy": "accessPolicies",
}
"""Type → the property with its resource policy. APIs are left out: they authorize callers
themselves, and their policies are the other way round (everybody, but only from …)."""

TRUST = "aws:iam/role:Role"
PERMISSION = "aws:lambda/permission:Permission"
LAYER_PERMISSION = "aws:lambda/layerVersionPermission:LayerVersionPermission"
EVENT_PERMISSION = "aws:cloudwatch/eventPermission:EventPermission"


@dataclass(frozen=True, eq=False)
class Entry:
    """One statement on who is let in."""

    where: str
    """The place in words: `policy, statement 2`."""
    prop: str
    statement: Statement

    @property
    def who(self) -> Iterator[tuple[str, Pattern]]:
        """(kind, principal) of each principal; kinds are `Service`, `AWS`, `Federated`, `*` …"""
        for kind, principals in self.statement.principals.items():
            for principal in principals:
                yield kind, principal

    def services(self) -> list[str]:
        """The service principals that are known."""
        listed = self.statement.principals.get("Service", ())
        return [service for service in listed if isinstance(service, str)]


class AccessHolder(View):
    """Everything that says who may use it or take it on."""

    token = (TRUST, *RESOURCE_POLICIES, PERMISSION, LAYER_PERMISSION, EVENT_PERMISSION)

    def entries(self) -> Iterator[Entry]:
        """Every statement; raises `Undecided` where neither text nor component says them."""
        if self.resource.type == TRUST:
            yield from self._written("assumeRolePolicy", "trust")
        elif prop := RESOURCE_POLICIES.get(self.resource.type):
            yield from self._written(prop, "access")
        else:
            yield from self._permission()

    def allowing(self) -> Iterator[Entry]:
        """The statements that let somebody in."""
        return (entry for entry in self.entries() if entry.statement.allows)

    @property
    def is_trust(self) -> bool:
        return self.resource.type == TRUST

    def _written(self, prop: str, told: str) -> Iterator[Entry]:
        yield from (self.stack or Stack()).once(_entries, self.resource, prop, told)

    def _permission(self) -> Iterator[Entry]:
        """The one statement that a permission becomes in the policy of its function, layer, bus."""
        principal = self.text("principal")
        kind = "*" if principal == "*" else "Service" if _SERVICE.search(principal) else "AWS"
        condition: dict[str, dict[str, Any]] = {}
        for prop, operator, key in _PERMISSION_CONDITIONS:
            value = self.peek(prop)
            if value is not None and value != "":
                condition.setdefault(operator, {})[key] = value
        for block in _blocks(self.peek("condition")):
            if isinstance(block, Mapping):
                operator, key = block.get("type"), block.get("key")
                if UNKNOWN in (operator, key):
                    raise Undecided(self.resource, "condition")
                condition.setdefault(str(operator or ""), {})[str(key or "")] = block.get("value")
        action = self.peek("action")
        yield Entry(
            "principal",
            "principal",
            Statement(
                "Allow",
                actions=(action,) if isinstance(action, str) else (),
                principals={kind: (principal,)},
                condition=condition,
            ),
        )


def _entries(stack: Stack, resource: Resource, prop: str, told: str) -> tuple[Entry, ...]:
    holder = View(resource, stack)
    text, parent = holder.peek(prop), holder.parent
    if text is None or text == "":
        return ()
    path = prop
    if text is UNKNOWN and parent is not None and parent.peek(told) is not None:
        holder, path, text = parent, told, parent.peek(told)
    try:
        document = iam.parse(text)
    except iam.DocumentError as error:
        inner = f"{path}.{error.path}" if error.path else path
        raise Undecided(holder.resource, inner, str(error)) from None
    return tuple(Entry(f"{prop}, statement {s.number}", prop, s) for s in document)


class AnyHolder(View):
    """Everything that holds a policy document: what is allowed, and who is let in."""

    token = tuple(dict.fromkeys((*DocumentHolder.token, *AccessHolder.token)))

    def statements(self) -> Iterator[tuple[str, Statement]]:
        """(property, statement); raises `Undecided` at the first that is not known."""
        if self.resource.type in AccessHolder.token:
            holder = AccessHolder(self.resource, self.stack)
            yield from ((entry.prop, entry.statement) for entry in holder.entries())
        if self.resource.type in DocumentHolder.token:
            for prop, document in DocumentHolder(self.resource, self.stack).documents():
                yield from ((prop, statement) for statement in document)


_SERVICE = re.compile(r"\.amazon(aws)?\.com")
_PERMISSION_CONDITIONS = (
    ("sourceArn", "ArnLike", "aws:SourceArn"),
    ("sourceAccount", "StringEquals", "aws:SourceAccount"),
    ("principalOrgId", "StringEquals", "aws:PrincipalOrgID"),
    ("organizationId", "StringEquals", "aws:PrincipalOrgID"),
    ("eventSourceToken", "StringEquals", "lambda:EventSourceToken"),
    ("functionUrlAuthType", "StringEquals", "lambda:FunctionUrlAuthType"),
)
"""Property of a permission, and the condition that AWS makes of it."""

_POSITIVE = (
    "stringequals",
    "stringequalsignorecase",
    "stringlike",
    "arnequals",
    "arnlike",
    "ipaddress",
    "bool",
)
_EVERY_ADDRESS = ("0.0.0.0/0", "::/0")


def limited_by(statement: Statement, *keys: str, if_exists: bool = False) -> bool:
    """Whether a condition holds the statement to some values of one of `keys` (in small letters;
    one that ends in `*` is a beginning).

    Unknown values count as some. Operators that deny, or pass where the key is missing, do not
    limit; `if_exists` lets `…IfExists` count, for keys that are there in every request meant.
    """
    for operator, block in statement.condition.items():
        quantifier, _, name = str(operator).lower().rpartition(":")
        if if_exists:
            name = name.removesuffix("ifexists")
        if name not in _POSITIVE or quantifier == "forallvalues":
            continue
        for key, values in block.items() if isinstance(block, Mapping) else ():
            if _is_one_of(str(key).lower(), keys) and _some(values):
                return True
    return False


def _is_one_of(key: str, keys: Sequence[str]) -> bool:
    return any(
        key.startswith(wanted[:-1]) if wanted.endswith("*") else key == wanted for wanted in keys
    )


def _some(values: Any) -> bool:
    """Whether no value stands for every possible one."""
    return not any(
        isinstance(value, str) and (not value.strip("*") or value in _EVERY_ADDRESS)
        for value in _blocks(values)
    )


def _blocks(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, (list, tuple)) else (value,)


def account_of(principal: str) -> str:
    """The account in an account id or ARN; empty where there is none."""
    if len(principal) == 12 and principal.isdigit():
        return principal
    arn = Arn.parse(principal)
    return arn.account if arn and not has_wildcard(arn.account) else ""


def is_whole_account(principal: str) -> bool:
    """Whether the principal is everybody whom its account lets: its id or its root."""
    return (len(principal) == 12 and principal.isdigit()) or principal.endswith(":root")


def own_accounts(stack: Stack | None) -> frozenset[str]:
    """The accounts that the stack works in, as far as it shows them; at preview perhaps none."""
    if stack is None:
        return frozenset()
    if environments := list(stack.typed(ENVIRONMENT, "palisade:index:Account")):
        said = (View(resource).peek("account") for resource in environments)
        return frozenset(account for account in said if isinstance(account, str) and account)
    seen, accounts = _in_arns.get(stack, (0, frozenset()))
    if seen != len(stack):
        # A stack that is still being filled may show more than it did.
        accounts |= {*_shown(itertools.islice(stack, seen, None))}
        _in_arns[stack] = (len(stack), accounts)
    return accounts


_in_arns: WeakKeyDictionary[Stack, tuple[int, frozenset[str]]] = WeakKeyDictionary()
"""How many resources of a stack were looked at, and the accounts in their ARNs."""


def _shown(resources: Iterable[Resource]) -> Iterator[str]:
    for resource in resources:
        arn = View(resource).peek("arn") if resource.type.startswith("aws:") else None
        if isinstance(arn, str) and (account := account_of(arn)) not in ("", "aws"):
            yield account
