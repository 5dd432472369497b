"""apis/vpc-link-http: the link, the hops behind it, and what each backend's integration says."""

import json

import pulumi
import pytest
from pydantic import ValidationError

from components.apis.vpc_link_http import VpcLinkHttp, VpcLinkHttpArgs
from tests.support.architectures import NETWORK, alone
from tests.support.links import CERTIFICATE, SERVERS, hops, verdicts
from tests.support.recorder import deploy

CODE = {"handler": "handlers.apis.vpc_link_http.echo.handler"}
LISTENER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/b/c"
SERVICE = "arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-abc123"
SHARED = {"link_id": "l1nk1d", "security_group_id": "sg-link"}

ALB = {"kind": "alb", "behind": CODE, "routes": ["GET /echo/{proxy+}"]}
ALB_TLS = {
    "kind": "alb",
    "behind": SERVERS,
    "routes": ["GET /orders"],
    "server_name": "orders.internal.example.com",
    "certificate_arn": CERTIFICATE,
}
NLB = {"kind": "nlb", "behind": SERVERS, "routes": ["GET /stock"]}
THEIRS = {
    "kind": "listener",
    "listener_arn": LISTENER,
    "security_group_id": "sg-theirs",
    "port": 443,
    "routes": ["GET /bills"],
}
CLOUD_MAP = {
    "kind": "cloud-map",
    "security_group_id": "sg-tasks",
    "port": 9000,
    "routes": ["GET /prices"],
}
ALL = {"echo": ALB, "orders": ALB_TLS, "stock": NLB, "bills": THEIRS, "prices": CLOUD_MAP}


def api(backends, **more):
    return alone(VpcLinkHttp, "shop", {"backends": backends, "network": NETWORK, **more})


def integration(deployed, backend):
    return deployed.resource(f"shop-to-{backend}", "integration:Integration").inputs


def refusal(backends, **more):
    with pytest.raises(ValidationError) as caught:
        VpcLinkHttpArgs.model_validate({"backends": backends, **more})
    return str(caught.value)


@pytest.fixture(scope="module")
def every():
    return api(ALL)


def test_all_backends_share_one_link_in_two_zones(every):
    (link,) = every.of("vpcLink:VpcLink").values()
    assert len(link["subnetIds"]) == 2
    connections = {i["connectionId"] for i in every.of("integration:Integration").values()}
    assert connections == {"shop-link-id"}


@pytest.mark.parametrize(
    ("backend", "uri"),
    [
        ("echo", "shop-echo"),
        ("orders", "shop-orders"),
        ("stock", "shop-stock"),
        ("bills", LISTENER),
        ("prices", ":prices"),
    ],
)
def test_the_integration_names_a_listener_or_a_service_and_no_balancer(every, backend, uri):
    given = integration(every, backend)
    assert given["integrationType"] == "HTTP_PROXY"
    assert given["connectionType"] == "VPC_LINK"
    assert given["payloadFormatVersion"] == "1.0"
    assert uri in given["integrationUri"]
    assert "loadbalancer/" not in given["integrationUri"]


def test_every_hop_has_a_rule_at_both_ends_and_nobody_else_comes_in(every):
    assert hops(every, "Egress") == [
        ("shop-alb-balancer-id", "sg-servers", 8080),
        ("shop-link-id", "sg-tasks", 9000),
        ("shop-link-id", "sg-theirs", 443),
        ("shop-link-id", "shop-alb-balancer-id", 80),
        ("shop-link-id", "shop-alb-balancer-id", 443),
        ("shop-link-id", "shop-nlb-balancer-id", 80),
        ("shop-nlb-balancer-id", "sg-servers", 8080),
    ]
    assert hops(every, "Ingress") == hops(every, "Egress")


def test_a_rule_that_two_backends_need_is_made_once():
    two = {
        "one": {**NLB, "routes": ["GET /one"]},
        "two": {**NLB, "routes": ["GET /two"], "port": 81},
    }
    assert hops(api(two), "Egress") == [
        ("shop-link-id", "shop-nlb-balancer-id", 80),
        ("shop-link-id", "shop-nlb-balancer-id", 81),
        ("shop-nlb-balancer-id", "sg-servers", 8080),
    ]


def test_balancers_are_internal(every):
    balancers = every.of("loadBalancer:LoadBalancer")
    assert {b["loadBalancerType"] for b in balancers.values()} == {"application", "network"}
    assert all(balancer["internal"] is True for balancer in balancers.values())


def test_only_what_a_backend_needs_is_made():
    deployed = api({"prices": {**CLOUD_MAP, "service_arn": SERVICE}})
    for type_ in ("loadBalancer:LoadBalancer", "s3/bucket:Bucket", "Namespace"):
        assert not [found for found in deployed.types() if found.endswith(type_)]


def test_the_backend_sees_the_callers_path_unless_told_otherwise():
    deployed = api({"echo": {**ALB, "path": "/internal/$request.path.proxy"}, "stock": NLB})
    paths = {key: integration(deployed, key)["requestParameters"] for key in ("echo", "stock")}
    assert paths == {
        "echo": {"overwrite:path": "/internal/$request.path.proxy"},
        "stock": {"overwrite:path": "$request.path"},
    }


def test_a_server_name_means_tls_all_the_way(every):
    assert integration(every, "orders")["tlsConfig"] == {
        "serverNameToVerify": "orders.internal.example.com"
    }
    listener = every.resource("shop-orders", "listener:Listener").inputs
    assert (listener["protocol"], listener["port"]) == ("HTTPS", 443)
    assert listener["certificateArn"] == CERTIFICATE
    assert "tlsConfig" not in integration(every, "echo")


def test_tls_passes_through_a_network_load_balancer():
    deployed = api({"stock": {**NLB, "server_name": "stock.internal.example.com"}})
    listener = deployed.resource("shop-stock", "listener:Listener").inputs
    assert (listener["protocol"], listener["port"]) == ("TCP", 443)


def test_only_its_own_target_group_may_invoke_the_code(every):
    permission = every["shop-echo-permission"]
    assert permission["principal"] == "elasticloadbalancing.amazonaws.com"
    assert permission["sourceArn"] == every.resource("shop-echo", "TargetGroup").outputs["arn"]


def test_cloud_map_knows_the_port_because_its_records_are_srv(every):
    service = every.resource("shop-prices", "service:Service").inputs
    assert service["dnsConfig"]["dnsRecords"] == [{"type": "SRV", "ttl": 60}]


def test_the_old_namespace_goes_before_another_of_its_name_comes():
    found = []

    def note(given):
        if given.type_.endswith(":PrivateDnsNamespace"):
            found.append(given.opts.delete_before_replace)

    args = VpcLinkHttpArgs.model_validate({"backends": {"prices": CLOUD_MAP}})
    opts = pulumi.ResourceOptions(transformations=[note])
    deploy(lambda: VpcLinkHttp("shop", args, opts))
    assert found == [True]


def test_filters_choose_among_registered_instances():
    filters = {"stage": "prod", "deployment": "green"}
    deployed = api({"prices": {**CLOUD_MAP, "service_arn": SERVICE, "filters": filters}})
    uri = integration(deployed, "prices")["integrationUri"]
    assert uri == f"{SERVICE}?stage=prod&deployment=green"


@pytest.mark.parametrize(
    ("auth", "kind"),
    [
        ({}, "AWS_IAM"),
        ({"auth": {"issuer": "https://login.example.com", "audience": ["site"]}}, "JWT"),
        ({"auth": "none"}, "NONE"),
    ],
    ids=["default", "token", "asked for"],
)
def test_nobody_calls_a_private_backend_unnamed_unless_asked_for(auth, kind):
    route = api({"echo": ALB}, **auth).of("route:Route")["shop-get-echo-_proxy-4fad95"]
    assert route["authorizationType"] == kind


def test_the_stage_is_throttled_and_logged(every):
    stage = every["shop-stage"]
    assert stage["defaultRouteSettings"] == {
        "throttlingRateLimit": 100,
        "throttlingBurstLimit": 200,
    }
    assert "integrationError" in json.loads(stage["accessLogSettings"]["format"])


def test_a_shared_link_is_used_and_none_made():
    deployed = api({"bills": THEIRS}, link=SHARED)
    assert integration(deployed, "bills")["connectionId"] == "l1nk1d"
    assert "aws:apigatewayv2/vpcLink:VpcLink" not in deployed.types()
    assert "aws:ec2/vpc:Vpc" not in deployed.types()
    assert hops(deployed, "Egress") == hops(deployed, "Ingress") == [("sg-link", "sg-theirs", 443)]


def test_a_balancer_behind_a_shared_link_stands_in_its_vpc():
    assert "network, the VPC of link" in refusal({"echo": ALB}, link=SHARED)
    deployed = api({"echo": ALB}, link=SHARED, network=NETWORK)
    assert deployed.resource("shop-alb", "LoadBalancer").inputs["subnets"] == [
        "subnet-1",
        "subnet-2",
    ]


@pytest.mark.parametrize(
    ("backends", "wanted"),
    [
        ({}, "at least 1"),
        ({"echo": {**ALB, "kind": "v1"}}, "does not match any of the expected tags"),
        ({"a": ALB, "b": {**ALB, "routes": ["GET /b"]}}, "a port of its own for b: a has 80"),
        ({"a": ALB, "b": {**NLB, "routes": ["GET /echo/{proxy+}"]}}, "each route once"),
        ({"a": {**ALB_TLS, "certificate_arn": None}}, "both or neither"),
        (
            {"a": {**THEIRS, "listener_arn": LISTENER.replace("listener/", "loadbalancer/")}},
            "listener_arn",
        ),
        ({"a": {**NLB, "behind": CODE}}, "target_group_arn"),
        ({"a": {**ALB, "timeout_ms": 30001}}, "30000"),
    ],
    ids=["none", "a V1 link", "one port", "one route", "no certificate", "arn", "code", "timeout"],
)
def test_what_cannot_work_is_refused(backends, wanted):
    assert wanted in refusal(backends)


def test_one_zone_is_refused():
    assert "zones" in refusal({"echo": ALB}, network={"zones": ["a"]})


@pytest.mark.parametrize("preview", [True, False], ids=["preview", "deployed"])
def test_no_rule_has_anything_against_it(preview):
    assert verdicts("apis/vpc-link-http", {"backends": ALL}, preview=preview) == []
