"""A listener's mode and its trust store do not fit together."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.mutual_tls import Listener


@rule(
    severity=Severity.MEDIUM,
    title="Mode and trust store of a listener contradict",
    why="Without both, no certificate is verified: AWS refuses the listener, or asks for none.",
    fix="Set mode to verify and name the trust store, or leave both out.",
    source="sheet 12; https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html",
)
def mtls_trust_store(listener: Listener) -> Iterator[Finding]:
    if listener.mode == "verify" and not listener.has_trust_store:
        yield Finding(listener, "missing", "mode is verify and there is no trustStoreArn")
    elif listener.mode != "verify" and listener.has_trust_store:
        message = f"names a trust store, but mode is {listener.mode}: nobody is verified"
        yield Finding(listener, "unused", message)
