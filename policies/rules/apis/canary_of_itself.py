"""A stage's canary is the stage's own deployment."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.apigateway import Stage


@rule(
    severity=Severity.MEDIUM,
    title="A canary is the stable release itself",
    why="Both parts of the requests get the same release: the new one is tried by nobody.",
    fix="Name a deployment of the new release in canarySettings.deploymentId.",
    source="sheet 58; https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html",
)
def canary_of_itself(stage: Joined[Stage]) -> Iterator[Finding]:
    if stage.has_canary and stage.canary_is_stable:
        yield Finding(stage, "deployment", "canarySettings and deployment name one deployment")
