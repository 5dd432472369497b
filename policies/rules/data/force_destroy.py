"""A bucket of production goes with all that is in it."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.environment import PRODUCTION, environment_of, environments
from policies.views.s3 import Bucket


@rule(
    severity=Severity.LOW,
    title="A bucket of production is emptied on destroy",
    why="AWS keeps a bucket that holds something; with forceDestroy a renamed resource or a wrong "
    "destroy takes every object and version along.",
    fix="Leave forceDestroy out.",
    source="sheet 80; https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucket/",
    settings={"environments": environments(PRODUCTION, "Environments whose buckets must stay.")},
)
def force_destroy(bucket: Joined[Bucket]) -> Iterator[Finding]:
    name = environment_of(bucket.stack)
    # What comes and goes is meant to take its buckets along: only what is named must stay.
    if name not in force_destroy.settings["environments"]:
        return
    if bucket.flag("forceDestroy"):
        yield Finding(bucket, "destroy", "has forceDestroy: its objects go with it")
