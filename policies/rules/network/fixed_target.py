"""A target is registered by hand where a service registers its own."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.view import Stack
from policies.views.ecs import EcsService
from policies.views.mutual_tls import Attachment


@rule(
    severity=Severity.LOW,
    title="A fixed target stands among those of a service",
    why="Tasks come and go: what is registered by hand stays when its task is gone, and fails.",
    fix="Remove the attachment: the service registers its tasks by its loadBalancers.",
    source="sheet 54; https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html",
)
def fixed_target(attachment: Joined[Attachment]) -> Iterator[Finding]:
    groups = attachment.groups
    for service in (attachment.stack or Stack()).of(EcsService):
        for group in service.target_groups:
            if group in groups:
                message = f"registers a target in {group.name}, where {service.name} registers its"
                yield Finding(attachment, service.name, f"{message} tasks")
