"""Another account is let in: listed, so that somebody looks at it."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Open, Severity, rule
from policies.views.access import AccessHolder, account_of, own_accounts


@rule(
    severity=Severity.LOW,
    title="Another account is let in",
    why="What the account does is outside the sight of those who own this one.",
    fix="Check that it is still needed, and set it in accounts of this rule.",
    source="sheets 44 and 79; https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html",
    settings={
        "accounts": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Accounts that are known and need no mention.",
        }
    },
)
def foreign_account(holder: Joined[AccessHolder]) -> Iterator[Finding | Open]:
    own = own_accounts(holder.stack)
    for entry in holder.allowing():
        for principal in entry.statement.principals.get("AWS", ()):
            if not isinstance(principal, str):
                yield Open(holder.resource, f"{entry.prop}.Principal.AWS")
                continue
            account = account_of(principal)
            if not account or account in own or account in foreign_account.settings["accounts"]:
                continue
            if own:
                message = f"{entry.where} lets account {account} in: {principal}"
                yield Finding(holder, f"{entry.prop}/{principal}", message)
            else:
                because = f"names account {account}; the stack does not show its own"
                yield Open(holder.resource, entry.prop, because)
