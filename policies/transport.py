"""Which resources also answer requests without TLS: what their policies say of it."""

from __future__ import annotations

from collections.abc import Iterator

from policies.core import Finding, Open
from policies.iam import Statement
from policies.values import UNKNOWN
from policies.view import Stack, Undecided, View
from policies.views.access import AccessHolder
from policies.views.linked import linked


def without_tls(
    stack: Stack, kind: type[View], policy_kind: type[View], prop: str
) -> Iterator[Finding | Open]:
    """A finding for each `kind` that no policy of its own, and none of `policy_kind`, protects.

    `prop` is the property of the policy that says what it belongs to.
    """
    policies: dict[str, list[View]] = {view.urn: [view] for view in stack.of(kind)}
    somewhere = None
    for policy in stack.of(policy_kind):
        targets = linked(policy, prop, kind)
        for target in targets:
            policies[target.urn].append(policy)
        if not targets and policy.peek(prop) is UNKNOWN:
            somewhere = policy
    for holders in policies.values():
        yield from _judged(holders, somewhere, prop)


def _judged(holders: list[View], somewhere: View | None, prop: str) -> Iterator[Finding | Open]:
    unknown = None
    for holder in holders:
        try:
            entries = list(AccessHolder(holder.resource, holder.stack).entries())
        except Undecided as undecided:
            unknown = Open.of(undecided)
            continue
        if any(_refuses_plain(entry.statement) for entry in entries):
            return
    if unknown is None and somewhere is not None:
        unknown = Open(somewhere.resource, prop)
    yield unknown or Finding(holders[0], "tls", "has no policy that refuses requests without TLS")


def _refuses_plain(statement: Statement) -> bool:
    everybody = any("*" in listed for listed in statement.principals.values())
    asked = statement.condition_values("aws:SecureTransport")
    return (
        not statement.allows
        and everybody
        and any(
            operator.lower().startswith("bool") and str(value).lower() == "false"
            for operator, values in asked.items()
            for value in values
            if value is not UNKNOWN
        )
    )
