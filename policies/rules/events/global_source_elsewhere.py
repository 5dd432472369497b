"""A rule waits in the wrong region for events of a global service."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.view import Undecided
from policies.views.buses import is_fed
from policies.views.events import EventRule
from policies.views.patterns import sources
from policies.views.region import region_of

GLOBAL = {"aws.cloudfront", "aws.iam", "aws.organizations", "aws.route53", "aws.trustedadvisor"}
HOME = "us-east-1"
OTHER_PARTITIONS = ("cn-", "us-gov-", "us-iso", "eu-iso", "eusc-")
"""Where global services have another home."""


@rule(
    severity=Severity.MEDIUM,
    title="A rule waits in the wrong region",
    why="Global services put their events on the default bus of us-east-1 only: the rule is never "
    "met.",
    fix="Put the rule into us-east-1, and forward from there where the targets are elsewhere.",
    source="sheet 79; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event.html",
)
def global_source_elsewhere(event_rule: Joined[EventRule]) -> Iterator[Finding]:
    found = sources(event_rule)
    if not found or not set(found) <= GLOBAL or event_rule.stack is None:
        return
    # Somebody forwards to this bus: perhaps just those events.
    if is_fed(event_rule, event_rule.stack):
        return
    region = region_of(event_rule)
    if not region:
        raise Undecided(event_rule.resource, "region", "is not clear from the stack")
    if region != HOME and not region.startswith(OTHER_PARTITIONS):
        message = f"waits for {' and '.join(found)} in {region}; they come in {HOME}"
        yield Finding(event_rule, "region", message)
