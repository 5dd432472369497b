"""A policy means a bucket's objects and names all buckets that begin alike."""

import re
from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.iam import DocumentHolder

ALIKE = re.compile(r"arn:[^:]*:s3:::(?P<name>[^/*?$]*[A-Za-z0-9])\*+")
"""The slash is missing; `app-*` or `app.*` is a family of names, and meant."""


@rule(
    severity=Severity.MEDIUM,
    title="A policy reaches every bucket that begins alike",
    why="Without the slash the pattern is one of bucket names: others' buckets match it, too.",
    fix="Write /* behind the bucket's ARN.",
    source="sheet 23; https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html",
)
def bucket_name_pattern(holder: DocumentHolder) -> Iterator[Finding]:
    for prop, document in holder.documents():
        for statement in document.allowing():
            for pattern in statement.resources:
                match = ALIKE.fullmatch(pattern) if isinstance(pattern, str) else None
                if match:
                    where = f"{prop}, statement {statement.number}"
                    message = f"{where} names {pattern}: all buckets that begin {match['name']}"
                    yield Finding(holder, f"{prop}/{pattern}", message)
