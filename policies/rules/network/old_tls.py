"""A load balancer's listener takes TLS 1.0."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from policies.core import Finding, Severity, rule
from policies.views.lb import Listener

OLD = re.compile(r"ELBSecurityPolicy-(201[56]-|FS-2018-|FS-1-1-|TLS-1-[01]-|TLS13-1-[01]-)")
"""How the names of those begin that let TLS 1.0 or 1.1 in."""


@rule(
    severity=Severity.MEDIUM,
    title="A load balancer takes old TLS",
    why="TLS 1.0 and 1.1 have known attacks; who may speak them can be made to.",
    fix="Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06, or to a newer one.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
)
def old_tls(listener: Listener) -> Iterator[Finding]:
    if listener.protocol not in ("HTTPS", "TLS"):
        return
    policy = listener.ssl_policy
    if OLD.match(policy):
        yield Finding(listener, "policy", f"sslPolicy is {policy}")
    elif not policy:
        yield Finding(
            listener, "policy", "no sslPolicy: the default is ELBSecurityPolicy-2016-08, TLS 1.0 on"
        )


@old_tls.remediation
def newer(_: Listener) -> Mapping[str, Any]:
    return {"sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}
