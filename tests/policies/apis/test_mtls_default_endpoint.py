import pytest

from policies.core import UNKNOWN
from policies.rules.apis.mtls_default_endpoint import mtls_default_endpoint
from tests.support.builders import resource
from tests.support.findings import run_rule

MUTUAL = {"truststoreUri": "s3://trust/store.pem"}
SAID = ["answers without a certificate beside domain, which asks for one"]


def rest(**props):
    return resource("aws:apigateway/restApi:RestApi", "api", **props)


def http(**props):
    return resource("aws:apigatewayv2/api:Api", "api", protocolType="HTTP", **props)


def domain(version="apigateway", **props):
    given = {"domainName": "api.example.com", "mutualTlsAuthentication": MUTUAL, **props}
    return resource(f"aws:{version}/domainName:DomainName", "domain", **given)


def rest_mapping(of, at):
    return resource(
        "aws:apigateway/basePathMapping:BasePathMapping", "map", restApi=of, domainName=at
    )


def mapping(of, at):
    return resource("aws:apigatewayv2/apiMapping:ApiMapping", "map", apiId=of, domainName=at)


def rest_program(api, at):
    return [api, at, rest_mapping(api, at)]


def http_program(api, at):
    return [api, at, mapping(api, at)]


V2 = "apigatewayv2"
CASES = [
    ("nothing there", [], []),
    ("a REST API", rest_program(rest(), domain()), SAID),
    ("an HTTP API", http_program(http(), domain(V2)), SAID),
    ("a REST API behind a domain of the second kind", http_program(rest(), domain(V2)), SAID),
    ("a domain by its name", [rest(), domain(), rest_mapping(rest(), "api.example.com")], SAID),
    ("closed", rest_program(rest(disableExecuteApiEndpoint=True), domain()), []),
    ("closed, HTTP", http_program(http(disableExecuteApiEndpoint=True), domain(V2)), []),
    ("no certificates asked", rest_program(rest(), domain(mutualTlsAuthentication=None)), []),
    ("private", rest_program(rest(endpointConfiguration={"types": "PRIVATE"}), domain()), []),
    ("no mapping", [rest(), domain()], []),
    ("a domain of elsewhere", [rest(), rest_mapping(rest(), "other.example.com")], []),
    ("unknown", rest_program(rest(disableExecuteApiEndpoint=UNKNOWN), domain()),
     ["undecided: disableExecuteApiEndpoint is not known at preview"]),
    ("unknown certificates", rest_program(rest(), domain(mutualTlsAuthentication=UNKNOWN)),
     ["undecided: mutualTlsAuthentication is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_mtls_default_endpoint(name, resources, expected):
    assert run_rule(mtls_default_endpoint, resources) == expected
