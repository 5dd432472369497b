"""Nobody can see what a VPC let through and what it refused."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.views.vpc import FlowLog, Subnet, Vpc


@rule(
    severity=Severity.LOW,
    title="A VPC has no flow log",
    why="When a call is lost or an intruder is searched for, nothing tells who spoke to whom.",
    fix="Add a FlowLog for the VPC.",
    source="Security Hub EC2.6; https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
)
def no_flow_log(stack: Stack) -> Iterator[Finding | Open]:
    logs = stack.of(FlowLog)
    logged = {vpc for log in logs for vpc in log.follow_all("vpcId", Vpc)}
    # Somebody who logs single subnets has chosen.
    subnets = [subnet for log in logs for subnet in log.follow_all("subnetId", Subnet)]
    logged |= {subnet.vpc for subnet in subnets if subnet.vpc}
    unclear = [log for log in logs if log.unclear]
    for vpc in stack.of(Vpc):
        if vpc in logged:
            continue
        if unclear:
            yield Open(unclear[0].resource, "vpcId")
        else:
            yield Finding(vpc, "log", "has no flow log")
