"""TLS ends before the load balancer that would ask for the client's certificate."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.mutual_tls import Listener


@rule(
    severity=Severity.MEDIUM,
    title="TLS ends before the application load balancer",
    why="The next balancer sees this one as its client: client certificates never arrive there.",
    fix="Set the listener's protocol to TCP.",
    source="sheet 12; https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html",
)
def tls_ends_early(stack: Stack) -> Iterator[Finding | Open]:
    for listener in stack.of(Listener):
        try:
            if listener.protocol != "TLS":
                continue
            for group in listener.forwards():
                if group.target_type == "alb":
                    message = f"protocol is TLS and {group.name} leads to a load balancer"
                    yield Finding(listener, group.name, message)
        except Undecided as unknown:
            yield Open.of(unknown)
