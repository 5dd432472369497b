"""An HTTP API and the listener behind its VPC link do not speak the same protocol."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.private_backend import PrivateBackend


@rule(
    severity=Severity.MEDIUM,
    title="An API and its private listener disagree about TLS",
    why="One side begins a handshake that the other takes for a broken request: every call fails.",
    fix="Set tls_config where the listener's protocol is HTTPS or TLS, and leave it out for HTTP.",
    source="sheet 54; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html",
)
def link_tls_mismatch(backend: Joined[PrivateBackend]) -> Iterator[Finding]:
    if backend.rest or not backend.linked:
        return
    speaks_tls = backend.peek("tlsConfig") not in (None, {})
    for port in backend.ports:
        # TCP passes both on: what stands behind decides.
        if port.protocol in ("HTTPS", "TLS") and not speaks_tls:
            yield Finding(backend, port.name, f"has no tlsConfig; {port.name} is {port.protocol}")
        elif port.protocol == "HTTP" and speaks_tls:
            yield Finding(backend, port.name, f"has a tlsConfig; {port.name} is HTTP")
