"""A key's policy lets a service or another account do everything with it."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Open, Severity, rule
from policies.iam import action_matches
from policies.views.access import AccessHolder, account_of, own_accounts

TYPES = ("aws:kms/key:Key", "aws:kms/keyPolicy:KeyPolicy")
ADMINISTRATION = ("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion")


@rule(
    severity=Severity.MEDIUM,
    title="A key may be administered from outside",
    why="They can delete the key, and all that is encrypted with it is lost.",
    fix="Allow only what they need: kms:Decrypt and kms:GenerateDataKey.",
    source="sheet 79; https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
)
def key_full_access(holder: Joined[AccessHolder]) -> Iterator[Finding | Open]:
    if holder.resource.type not in TYPES:
        return
    own = own_accounts(holder.stack)
    for entry in holder.allowing():
        patterns = [
            pattern
            for pattern in entry.statement.actions
            if any(action_matches(pattern, action) for action in ADMINISTRATION)
        ]
        for kind, principal in entry.who if patterns else ():
            account = account_of(principal) if isinstance(principal, str) else ""
            if kind == "AWS" and account and not own:
                because = f"names account {account}; the stack does not show its own"
                yield Open(holder.resource, entry.prop, because)
            elif kind == "Service" or (kind == "AWS" and account and account not in own):
                message = f"{entry.where} allows {principal} {', '.join(patterns)}"
                yield Finding(holder, f"{entry.prop}/{principal}", message)
