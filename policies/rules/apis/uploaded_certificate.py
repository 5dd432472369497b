"""A custom domain has a certificate that nobody renews."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.apigateway import DomainName


@rule(
    severity=Severity.LOW,
    title="A domain's certificate was uploaded",
    why="It runs out on a day that only its maker knows, its private key lies in the state, and "
    "the domain then fails for everybody.",
    fix="Name a certificate of ACM (certificateArn or regionalCertificateArn), which renews it.",
    source="sheet 33; https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-specify-certificate-for-custom-domain-name.html",
)
def uploaded_certificate(domain: DomainName) -> Iterator[Finding]:
    given = [p for p in ("certificateBody", "certificatePrivateKey") if domain.peek(p) is not None]
    if given:
        yield Finding(domain, "certificate", f"has a certificate of its own: {', '.join(given)}")
