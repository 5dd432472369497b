"""A role trusts the whole of another account, and no condition says who there."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Open, Severity, rule
from policies.views.access import (
    AccessHolder,
    account_of,
    is_whole_account,
    limited_by,
    own_accounts,
)
from policies.views.iam import Role

HELD_BY = ("sts:externalid", "aws:principal*", "aws:source*", "aws:userid", "sts:sourceidentity")


@rule(
    severity=Severity.MEDIUM,
    title="A role trusts the whole of another account",
    why="Anyone there can take it on, and a vendor's other customers through him.",
    fix="Name the role there; for a vendor add the condition sts:ExternalId.",
    source="sheet 37; https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
    settings={
        "accounts": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Accounts of the same owner, which may be trusted as a whole.",
        }
    },
)
def foreign_trust(role: Joined[Role]) -> Iterator[Finding | Open]:
    own = own_accounts(role.stack)
    for entry in AccessHolder(role.resource, role.stack).allowing():
        if limited_by(entry.statement, *HELD_BY):
            continue
        for principal in entry.statement.principals.get("AWS", ()):
            if not isinstance(principal, str):
                yield Open(role.resource, f"{entry.prop}.Principal.AWS")
                continue
            account = account_of(principal)
            if not account or not is_whole_account(principal) or account in own:
                continue
            if account in foreign_trust.settings["accounts"]:
                continue
            if own:
                message = f"{entry.where} trusts all of account {account}"
                yield Finding(role, f"{entry.prop}/{account}", message)
            else:
                because = f"names account {account}; the stack does not show its own"
                yield Open(role.resource, entry.prop, because)
