"""A function in a VPC stands in one zone."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.lambda_ import Function


@rule(
    severity=Severity.MEDIUM,
    title="A function stands in one zone",
    why="When that zone fails, it cannot run, although Lambda itself does.",
    fix="Give vpcConfig.subnetIds subnets of two zones or more.",
    source="sheets 39 and 63; https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
)
def single_zone(function: Function) -> Iterator[Finding]:
    subnets = function.peek("vpcConfig.subnetIds")
    if function.peek("vpcConfig") is UNKNOWN or subnets is UNKNOWN:
        raise Undecided(function.resource, "vpcConfig.subnetIds")
    if isinstance(subnets, list) and len(subnets) == 1:
        yield Finding(function, "zones", "has one subnet, so one zone")
