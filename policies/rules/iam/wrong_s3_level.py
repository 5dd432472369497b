"""A statement allows an S3 action where it never applies: objects for buckets, or the reverse."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, rule
from policies.iam import Arn, Statement, has_wildcard
from policies.iam_actions import action_facts
from policies.values import UNKNOWN
from policies.views.iam import DocumentHolder
from policies.views.s3 import Bucket


@rule(
    severity=Severity.MEDIUM,
    title="An S3 action is allowed where it never applies",
    why="The call is refused at run time, though the policy seems to allow it.",
    fix="Name the bucket's ARN for actions on buckets, and the ARN with /* for those on objects.",
    source="sheet 55; https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html",
)
def wrong_s3_level(holder: DocumentHolder) -> Iterator[Finding | Open]:
    for prop, document in holder.documents():
        for statement in document.allowing():
            actions = [a for a in statement.actions if a.lower().startswith("s3:")]
            if not actions or statement.not_resources:
                continue
            where = f"{prop}, statement {statement.number}"
            levels = set(_levels(statement))
            for action in actions:
                level = _level_of(action)
                if not level or level in levels or "any" in levels:
                    continue
                if None in levels:
                    path = f"{prop}.Statement[{statement.index}].Resource"
                    yield Open(holder.resource, path)
                    break
                other = "buckets" if level == "objects" else "objects"
                text = f"{where}: {action} acts on {level}, but only {other} are named"
                yield Finding(holder, f"{prop}/{action}", text)


def _level_of(action: str) -> str:
    """What the action acts on; empty where it is on both, on neither, or a pattern."""
    facts = None if has_wildcard(action) else action_facts(action)
    types = set(facts.resource_types) if facts else set()
    if types and types <= {"object", "accesspointobject"}:
        return "objects"
    return "buckets" if types and types <= {"bucket", "accesspoint"} else ""


def _levels(statement: Statement) -> Iterator[str | None]:
    """What the statement's resources are: `objects`, `buckets`, `any`; None where nobody knows."""
    if UNKNOWN in statement.resources:
        urns = [urn.split("::") for urn in statement.nodes]
        kinds = {parts[2].rpartition("$")[2] for parts in urns if len(parts) > 2}
        if not kinds or not kinds <= set(Bucket.tokens()):
            yield None if not kinds else "any"
        for path in statement.paths if kinds <= set(Bucket.tokens()) and kinds else ():
            yield "objects" if path.startswith("/") else "buckets"
    for pattern in statement.resources:
        if isinstance(pattern, str):
            yield _level_of_arn(pattern)


def _level_of_arn(pattern: str) -> str:
    arn = Arn.parse(pattern)
    # Access points and other places have forms of their own.
    if arn is None or arn.service != "s3" or arn.region or arn.account:
        return "any"
    if "/" in arn.resource:
        return "objects"
    return "any" if has_wildcard(arn.resource) else "buckets"
