"""A load balancer hands client certificates on without looking at them."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.mutual_tls import Listener


@rule(
    severity=Severity.MEDIUM,
    title="Client certificates are handed on, not verified",
    why="Any certificate gets through, one's own as well; API Gateway and functions check none.",
    fix="Set mutualAuthentication.mode to verify, with a trust store.",
    source="sheet 12; https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html",
)
def mtls_passthrough(listener: Listener) -> Iterator[Finding]:
    if listener.mode == "passthrough":
        yield Finding(listener, "mode", "mode is passthrough: whatever is behind must verify")
