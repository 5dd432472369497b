"""An endpoint catches calls of a function to an API that it does not lead to."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided, View
from policies.views.apigateway import Stage
from policies.views.apigatewayv2 import Api
from policies.views.lambda_ import Function
from policies.views.private_api import PrivateApi
from policies.views.private_link import VpcEndpoint
from policies.views.service_integrations import HttpStage
from policies.views.vpc import Subnet, Vpc


@rule(
    severity=Severity.MEDIUM,
    title="An endpoint catches a function's calls to a public API",
    why="With private DNS all API Gateway names lead to the endpoint, which answers 403 for it.",
    fix="Set private_dns_enabled to false, or call the API by a custom domain.",
    source="sheet 49; https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html",
)
def captured_calls(stack: Stack) -> Iterator[Finding | Open]:
    for endpoint in stack.of(VpcEndpoint):
        try:
            if not endpoint.flag("privateDnsEnabled") or not endpoint.for_apis:
                continue
            vpcs = endpoint.follow_all("vpcId", Vpc)
            for function in stack.of(Function):
                if not set(vpcs) & _vpcs(function):
                    continue
                for api in _public_apis(function):
                    message = f"is told to call {api.name}, and {endpoint.name} catches the call"
                    yield Finding(function, api.name, message)
        except Undecided as unknown:
            yield Open.of(unknown)


def _vpcs(function: Function) -> set[Vpc]:
    if function.peek("vpcConfig") is None:
        return set()
    subnets = function.follow_all("vpcConfig.subnetIds", Subnet)
    return {vpc for subnet in subnets if (vpc := subnet.vpc)}


def _public_apis(function: Function) -> list[View]:
    """The public APIs of this stack whose address stands in the function's environment."""
    named: dict[View, None] = dict.fromkeys(function.follow_all("environment", Api))
    for stage in function.follow_all("environment", HttpStage):
        named.update(dict.fromkeys(stage.follow_all("apiId", Api)))
    rest = set(function.follow_all("environment", PrivateApi))
    for stage in function.follow_all("environment", Stage):
        rest.update(stage.follow_all("restApi", PrivateApi))
    named.update(dict.fromkeys(api for api in rest if not api.private))
    return sorted(named, key=lambda api: api.urn)
