"""A trail leaves out what it is there for."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.cloudtrail import Trail

ORGANIZATION = "aws:organizations/organization:Organization"


@rule(
    severity=Severity.MEDIUM,
    title="A trail leaves gaps",
    why="What is done in another region or account leaves no trace, and no alert on it ever comes.",
    fix="Set enableLogging, isMultiRegionTrail and, where the organization is managed, "
    "isOrganizationTrail; name log group and role together.",
    source="sheets 33 and 68; https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html",
)
def trail_gaps(trail: Joined[Trail]) -> Iterator[Finding]:
    if not trail.on:
        yield Finding(trail, "off", "is switched off (enableLogging)")
        return
    # A second trail for data events may well look at one region, and at one account.
    if trail.manages:
        if not trail.flag("isMultiRegionTrail"):
            yield Finding(trail, "regions", "records one region only (isMultiRegionTrail)")
        if not trail.flag("isOrganizationTrail") and _manages_organization(trail):
            message = "records one account of the organization only (isOrganizationTrail)"
            yield Finding(trail, "organization", message)
    parts = ("cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn")
    given = [part for part in parts if trail.peek(part) not in (None, "")]
    if len(given) == 1:
        (missing,) = set(parts) - set(given)
        yield Finding(trail, "logs", f"has {given[0]} and no {missing}, which AWS refuses")


def _manages_organization(trail: Trail) -> bool:
    return trail.stack is not None and any(True for _ in trail.stack.typed(ORGANIZATION))
