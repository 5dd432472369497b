"""An endpoint for private APIs stands beside HTTP APIs, which cannot be private."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.api_keys import RestApi
from policies.views.apigatewayv2 import Api
from policies.views.private_link import VpcEndpoint


@rule(
    severity=Severity.LOW,
    title="HTTP APIs are to be reached over an endpoint",
    why="Only REST APIs can be private. With private DNS the VPC's own calls to an HTTP API go to "
    "the endpoint too, and are answered 403; from outside it stays open.",
    fix="Make it a private REST API, or set private_dns_enabled to false and remove the endpoint.",
    source="sheets 49, 50; https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html",
)
def endpoint_for_http_api(endpoint: Joined[VpcEndpoint]) -> Iterator[Finding]:
    stack = endpoint.stack
    if stack is None or stack.of(RestApi):
        return
    apis = [api for api in stack.of(Api) if api.text("protocolType", "HTTP").upper() == "HTTP"]
    reached = [api for api in apis if not api.flag("disableExecuteApiEndpoint")]
    if reached and endpoint.flag("privateDnsEnabled") and endpoint.for_apis:
        names = " and ".join(sorted(api.name for api in reached))
        yield Finding(endpoint, "http", f"keeps its VPC from {names}, and no REST API is here")
