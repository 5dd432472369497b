"""Nobody can be shut out before their certificate expires."""

from collections.abc import Iterator

from policies.core import Finding, Severity, Stack, rule
from policies.views.trust_store import (
    Authority,
    IssuedCertificate,
    Object,
    TrustStore,
    TrustStoreRevocation,
)


@rule(
    severity=Severity.LOW,
    title="A trust store has no revocation list",
    why="A lost key is let in until its certificate expires; load balancers know no OCSP.",
    fix="Add a TrustStoreRevocation, or issue certificates that live for days.",
    source="sheet 12; https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html",
)
def no_revocation_list(stack: Stack) -> Iterator[Finding]:
    listed = {s for revocation in stack.of(TrustStoreRevocation) for s in revocation.stores}
    for store in stack.of(TrustStore):
        if store not in listed and not _expire_soon(store):
            yield Finding(store, "store", "no TrustStoreRevocation names it")


def _expire_soon(store: TrustStore) -> bool:
    """Whether all its CAs are made here and issue short-lived certificates only."""
    objects = {
        found
        for end in ("Key", "ObjectVersion")
        for found in store.follow_all(f"caCertificatesBundleS3{end}", Object)
    }
    issued = [i for found in objects for i in found.follow_all("content", IssuedCertificate)]
    authorities = [a for i in issued for a in i.follow_all("certificateAuthorityArn", Authority)]
    return bool(authorities) and all(authority.short_lived for authority in authorities)
