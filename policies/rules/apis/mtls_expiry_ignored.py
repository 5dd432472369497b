"""Client certificates that have expired are still let in."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.mutual_tls import Listener


@rule(
    severity=Severity.HIGH,
    title="Expired client certificates are let in",
    why="A certificate that was lost, or whose owner has gone, opens the door for ever.",
    fix="Set mutualAuthentication.ignoreClientCertificateExpiry to false.",
    source="sheet 12; https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html",
)
def mtls_expiry_ignored(listener: Listener) -> Iterator[Finding]:
    if listener.peek("mutualAuthentication") is None:
        return
    if listener.mode == "verify" and listener.ignores_expiry:
        yield Finding(listener, "expiry", "verifies client certificates and ignores their expiry")
