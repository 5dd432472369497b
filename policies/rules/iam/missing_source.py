"""A service is let in without saying on whose behalf: the confused deputy."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.access import PERMISSION, AccessHolder, limited_by

SOURCE_KEYS = (
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceowner",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:principalorgid",
    "aws:principalarn",
    "aws:referer",
    "kms:calleraccount",
    "kms:viaservice",
    "kms:encryptioncontext*",
    "lambda:eventsourcetoken",
)
ACCOUNT_KEYS = ("aws:sourceaccount", "aws:sourceowner", "aws:sourceorgid", "aws:sourceorgpaths")

SAY_SOURCE_IN_TRUST = frozenset(
    {
        "bedrock.amazonaws.com",
        "events.amazonaws.com",
        "firehose.amazonaws.com",
        "logs.amazonaws.com",
        "pipes.amazonaws.com",
        "scheduler.amazonaws.com",
        "states.amazonaws.com",
        "transfer.amazonaws.com",
    }
)
"""Services that give a source when they take on a role (each one's developer guide, "confused
deputy"). The others, Lambda among them, give none: a condition would lock them out."""

SAY_NO_SOURCE = frozenset({"logdelivery.elasticloadbalancing.amazonaws.com"})
"""Services without a source: load balancers write the account into the object's key."""

MAKES_STREAMS = {"events.amazonaws.com", "delivery.logs.amazonaws.com"}
"""EventBridge names its rule when it puts lines, and nothing when it makes the log stream for them
(EventBridge user guide, permissions for CloudWatch Logs): a condition would keep it out."""


@rule(
    severity=Severity.MEDIUM,
    title="A service may act for anybody's resources",
    why="A stranger can make the service do it for a resource of his own (confused deputy).",
    fix="Add aws:SourceArn; where that ARN names no account, as S3's, aws:SourceAccount too.",
    source="sheets 37 and 44; https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
)
def missing_source(holder: AccessHolder) -> Iterator[Finding]:
    for entry in holder.allowing():
        statement = entry.statement
        external = limited_by(statement, "sts:externalid")
        for service in entry.services():
            key = f"{entry.prop}/{service}"
            if service in SAY_NO_SOURCE:
                continue
            if service in MAKES_STREAMS and set(statement.actions) == {"logs:CreateLogStream"}:
                continue
            if holder.is_trust and (service not in SAY_SOURCE_IN_TRUST or external):
                continue
            if not limited_by(statement, *SOURCE_KEYS, if_exists=True):
                message = f"{entry.where} lets {service} in on behalf of any account"
                yield Finding(holder, key, message)
            elif (
                holder.resource.type == PERMISSION
                and service == "s3.amazonaws.com"
                and not limited_by(statement, *ACCOUNT_KEYS)
            ):
                message = (
                    f"{entry.where} lets {service} in without sourceAccount: a bucket's ARN names "
                    "no account, and the name is free once the bucket is deleted"
                )
                yield Finding(holder, key, message)
