"""What the internet reaches also answers over plain HTTP."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.fronts import Front
from policies.views.private_backend import Balancer, Port


@rule(
    severity=Severity.MEDIUM,
    title="What the internet reaches answers over plain HTTP",
    why="Cookies, tokens and bodies can be read and changed on the way, and nothing tells.",
    fix="CloudFront: viewerProtocolPolicy redirect-to-https. Load balancer: a listener on 80 that "
    "only redirects.",
    source="sheet 33; https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html",
)
def plain_http_front(front: Joined[Front]) -> Iterator[Finding]:
    if front.is_distribution:
        yield from _distribution(front)
    else:
        yield from _listener(Port(front.resource, front.stack))


def _distribution(front: Front) -> Iterator[Finding]:
    ordered = front.peek("orderedCacheBehaviors")
    if ordered is UNKNOWN:
        raise Undecided(front.resource, "orderedCacheBehaviors")
    count = len(ordered) if isinstance(ordered, list) else 0
    paths = ["defaultCacheBehavior", *(f"orderedCacheBehaviors[{i}]" for i in range(count))]
    for path in paths:
        if front.text(f"{path}.viewerProtocolPolicy") == "allow-all":
            yield Finding(front, path, f"{path} has viewerProtocolPolicy allow-all")


def _listener(port: Port) -> Iterator[Finding]:
    if port.protocol != "HTTP":
        return
    public = [one for one in port.balancers if _public(one)]
    actions = port.peek("defaultActions")
    if actions is UNKNOWN:
        raise Undecided(port.resource, "defaultActions")
    listed = actions if isinstance(actions, list) else []
    answers = [a for a in listed if isinstance(a, dict) and a.get("type") == "forward"]
    if public and answers:
        message = f"forwards HTTP from the internet ({public[0].name})"
        yield Finding(port, "forward", message)


def _public(balancer: Balancer) -> bool:
    return not balancer.internal and balancer.kind == "application"
