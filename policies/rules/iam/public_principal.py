"""A policy lets everybody in, and no condition says who."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.iam import has_wildcard
from policies.views.access import AccessHolder, Entry, limited_by

SAYS_WHO = (
    "aws:principal*",
    "aws:source*",
    "aws:userid",
    "aws:username",
    "aws:vpcsource*",
    "aws:calledvia*",
    "kms:calleraccount",
    "kms:viaservice",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
    "lambda:eventsourcetoken",
    "sts:externalid",
)
"""Condition keys that hold a statement to some callers (IAM user guide, global condition keys)."""

URL_AUTH = "lambda:functionurlauthtype"
"""A function's URL is another matter: what may call it is said there."""


@rule(
    severity=Severity.CRITICAL,
    title="A policy lets everybody in",
    why="Anyone with an AWS account, for some services without one, may do what it allows.",
    fix="Name the principals, or add a condition such as aws:PrincipalOrgID or aws:SourceAccount.",
    source="sheets 37, 44 and 79; https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
)
def public_principal(holder: AccessHolder) -> Iterator[Finding]:
    for entry in holder.allowing():
        if limited_by(entry.statement, *SAYS_WHO, URL_AUTH):
            continue
        for kind, principal in entry.who:
            # One that is not known yet is the ARN of something in particular.
            if kind in ("*", "AWS") and isinstance(principal, str) and has_wildcard(principal):
                yield Finding(holder, f"{entry.prop}/{principal}", _said(holder, entry, principal))


def _said(holder: AccessHolder, entry: Entry, principal: str) -> str:
    what = "take on the role" if holder.is_trust else ", ".join(entry.statement.actions[:3])
    who = "everybody" if principal == "*" else f"everybody who matches {principal}"
    return f"{entry.where} lets {who} {what if holder.is_trust else 'call ' + (what or 'it')}"
