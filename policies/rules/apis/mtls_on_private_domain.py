"""A private custom domain is told to check client certificates, which it cannot."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.private_api import CustomDomain


@rule(
    severity=Severity.MEDIUM,
    title="A private domain cannot check client certificates",
    why="API Gateway offers mutual TLS on Regional domains only; AWS refuses this one.",
    fix="End TLS before it: an internal application load balancer in verify mode.",
    source="sheet 12; https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html",
)
def mtls_on_private_domain(domain: CustomDomain) -> Iterator[Finding]:
    if domain.peek("mutualTlsAuthentication") is not None and domain.private:
        yield Finding(domain, "mutualTls", "is PRIVATE and has mutualTlsAuthentication")
