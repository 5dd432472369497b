"""In which region and account a stack is, as far as its environment, ARNs or roles show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from policies.flow import arns
from policies.view import Stack
from policies.views.environment import ENVIRONMENT

_FUNCTION = "aws:lambda/function:Function"


def home(stack: Stack, own: Iterable[str]) -> tuple[str, str]:
    """Region and account of the stack, as far as it shows them. own: ARNs of its places."""
    for environment in stack.typed(ENVIRONMENT):
        region, account = (environment.properties.get(key) for key in ("region", "account"))
        if isinstance(region, str) and isinstance(account, str):
            return region, account
    refs = [ref for arn in own if (ref := arns.parse(arn))]
    # Before there are ARNs: the default provider's region, and the account of the roles that
    # functions have, which is their own.
    providers = stack.typed("pulumi:providers:aws")
    regions = [p.properties.get("region") for p in providers if "::default" in p.urn]
    roles = [f.properties.get("role") for f in stack.typed(_FUNCTION)]
    accounts = [ref.account for role in roles if (ref := _ref(role))]
    return (
        _most_common([ref.region for ref in refs]) or _most_common(regions),
        _most_common([ref.account for ref in refs]) or _most_common(accounts),
    )


def differ(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two homes are known to be apart, in region or account."""
    return any(mine and theirs and mine != theirs for mine, theirs in zip(one, other, strict=True))


def _ref(value: object) -> arns.Ref | None:
    return arns.parse(value) if isinstance(value, str) else None


def _most_common(values: Iterable[object]) -> str:
    """Of several that are as common, the first by name, so that order does not matter."""
    known = Counter(value for value in values if isinstance(value, str) and value)
    return min(known, key=lambda value: (-known[value], value), default="")
