"""An HTTP API asks Cloud Map for instances whose port nobody registers."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.private_backend import PrivateBackend


@rule(
    severity=Severity.MEDIUM,
    title="A Cloud Map service registers no ports",
    why="A and AAAA records have an address alone, and API Gateway needs the port, too.",
    fix="Give the service SRV records, which carry the port of each instance.",
    source="sheet 54; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html",
)
def service_without_port(backend: Joined[PrivateBackend]) -> Iterator[Finding]:
    for service in backend.services if backend.linked else ():
        records = service.records
        if records and "SRV" not in records:
            kinds = " and ".join(sorted(set(records)))
            message = f"has {kinds} records without SRV, and {backend.name} calls its instances"
            yield Finding(service, backend.name, message)
