"""Events are carried into a VPC, to an endpoint that stands on the internet."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.events import EventTarget
from policies.views.lambda_ import Function
from policies.views.linked import linked
from policies.views.private_backend import Balancer


@rule(
    severity=Severity.LOW,
    title="Events are carried to a load balancer on the internet",
    why="Anybody can send it what looks like an event, past the bus and its rules.",
    fix="Set internal to true on the load balancer that the function calls.",
    source="sheet 63; https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
)
def public_relay_target(stack: Stack) -> Iterator[Finding | Open]:
    started = {f for target in stack.of(EventTarget) for f in linked(target, "arn", Function)}
    for function in sorted(started, key=lambda function: function.urn):
        if function.peek("vpcConfig") is None:
            continue
        for balancer in function.follow_all("environment", Balancer):
            try:
                if not balancer.internal:
                    message = f"is on the internet, and {function.name} takes events to it"
                    yield Finding(balancer, function.name, message)
            except Undecided as unknown:
                yield Open.of(unknown)
