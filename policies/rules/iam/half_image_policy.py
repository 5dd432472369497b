"""An image repository lets another account in, or Lambda for it, but not both."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.access import AccessHolder, account_of
from policies.views.ecr import RepositoryPolicy

PULL = "ecr:BatchGetImage"
LAMBDA = "lambda.amazonaws.com"


@rule(
    severity=Severity.MEDIUM,
    title="Only half of a foreign function's image access is there",
    why="Its function works at first, and fails once Lambda must fetch the image again.",
    fix="Allow both the account and lambda.amazonaws.com with aws:sourceArn of its functions.",
    source="sheet 44; https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#configuration-images-xaccount-permissions",
)
def half_image_policy(policy: RepositoryPolicy) -> Iterator[Finding]:
    accounts: set[str] = set()
    for_lambda: set[str] = set()
    for entry in AccessHolder(policy.resource, policy.stack).allowing():
        if not entry.statement.covers(PULL):
            continue
        accounts |= {
            account_of(principal)
            for principal in entry.statement.principals.get("AWS", ())
            if isinstance(principal, str)
        }
        if LAMBDA in entry.services():
            for key in ("aws:SourceArn", "aws:SourceAccount"):
                for values in entry.statement.condition_values(key).values():
                    for_lambda |= {account_of(v) for v in values if isinstance(v, str)}
    accounts, for_lambda = accounts - {""}, for_lambda - {""}
    # Accounts alone may run containers elsewhere: then Lambda has no part in it.
    for account in sorted(accounts - for_lambda if for_lambda else ()):
        message = f"policy lets account {account} pull, but not Lambda for its functions"
        yield Finding(policy, f"lambda/{account}", message)
    for account in sorted(for_lambda - accounts if accounts else ()):
        message = f"policy lets Lambda pull for functions of {account}, but not the account"
        yield Finding(policy, f"account/{account}", message)
