"""API Gateway does not know the Host that a load balancer sends it."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.mutual_tls import Forwarding, ListenerRule, fronts
from policies.views.private_api import CustomDomain


@rule(
    severity=Severity.MEDIUM,
    title="A load balancer sends a Host that API Gateway does not know",
    why="The client's Host goes through unchanged: the handshake succeeds, every call gets 403.",
    fix="Rewrite the Host in the listener's rule, or map a custom domain of that name to the API.",
    source="sheet 12; https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html",
)
def host_not_understood(stack: Stack) -> Iterator[Finding | Open]:
    if stack.of(CustomDomain):
        return
    for front in fronts(stack):
        for source in front.sources:
            try:
                if not _rewrites(source):
                    message = (
                        f"forwards to {front.endpoint.name} with the client's Host, "
                        "and there is no custom domain"
                    )
                    yield Finding(source, "host", message)
            except Undecided as unknown:
                yield Open.of(unknown)


def _rewrites(source: Forwarding) -> bool:
    # Default actions change nothing; only rules have transforms.
    return isinstance(source, ListenerRule) and source.rewrites_host
