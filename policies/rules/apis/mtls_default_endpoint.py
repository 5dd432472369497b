"""An API behind client certificates also answers at its own address, without any."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.domains import DomainMapping


@rule(
    severity=Severity.HIGH,
    title="An API's own address needs no client certificate",
    why="The domain asks for certificates, and the default endpoint leads past it to the same API.",
    fix="Set disableExecuteApiEndpoint of the API to true.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html",
)
def mtls_default_endpoint(mapping: Joined[DomainMapping]) -> Iterator[Finding]:
    domain, api = mapping.domain, mapping.api
    if domain is None or api is None or not domain.asks_certificates:
        return
    if api.has_own_address and not api.private:
        message = f"answers without a certificate beside {domain.name}, which asks for one"
        yield Finding(api, domain.name, message)
