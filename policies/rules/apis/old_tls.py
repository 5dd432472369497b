"""A custom domain of a REST API takes TLS 1.0."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.core import Finding, Severity, rule
from policies.views.apigateway import DomainName


@rule(
    severity=Severity.MEDIUM,
    title="A domain of a REST API takes old TLS",
    why="TLS 1.0 and 1.1 have known attacks; who may speak them can be made to.",
    fix="Set securityPolicy to TLS_1_2, or to a newer one.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
)
def old_tls(domain: DomainName) -> Iterator[Finding]:
    policy = domain.security_policy
    if policy == "TLS_1_0":
        yield Finding(domain, "policy", "securityPolicy is TLS_1_0")
    elif not policy and not domain.private:
        yield Finding(domain, "policy", "no securityPolicy: what AWS then takes may be TLS_1_0")


@old_tls.remediation
def newer(_: DomainName) -> Mapping[str, Any]:
    return {"securityPolicy": "TLS_1_2"}
