"""apis/vpc-link-rest: links of both generations, the chain of balancers, backends by variable."""

import json

import pulumi
import pytest
from pydantic import ValidationError

from components.apis.vpc_link_rest import VpcLinkRest, VpcLinkRestArgs
from tests.support.architectures import NETWORK, alone
from tests.support.links import CERTIFICATE, SERVERS, hops, hosts, verdicts
from tests.support.recorder import deploy

CODE = {"handler": "handlers.apis.vpc_link_http.echo.handler"}
ALB = {"kind": "alb", "behind": CODE}
NLB = {"kind": "nlb", "behind": SERVERS, "port": 81}
PORT = {"kind": "port", "host": "nlb.example.com", "port": 82}
THEIRS = {
    "kind": "balancer",
    "balancer_arn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/b",
    "host": "internal-a.eu-west-1.elb.amazonaws.com",
    "security_group_id": "sg-theirs",
    "port": 443,
}
V1, V2 = {"kind": "v1"}, {"kind": "v2"}
SHARED_V1 = {"kind": "v1", "link_id": "v1l1nk"}
SHARED_V2 = {"kind": "v2", "shared": {"link_id": "v2l1nk", "security_group_id": "sg-link"}}


def settings(link, backends, *, path="/echo/{proxy+}", **more):
    first = next(iter(backends), "none")
    service = {"backend": first, "routes": [f"GET {path}"], **more.pop("service", {})}
    return {"link": link, "backends": backends, "services": {"echo": service}, **more}


def api(link, backends, **more):
    asked = settings(link, backends, **{"network": NETWORK, **more})
    return alone(VpcLinkRest, "shop", asked, answers=hosts("shop"))


def integration(deployed):
    (given,) = deployed.of("apigateway/integration:Integration").values()
    return given


def variables(deployed):
    return deployed["shop-stage"]["variables"]


def refusal(link, backends, **more):
    with pytest.raises(ValidationError) as caught:
        VpcLinkRestArgs.model_validate(settings(link, backends, **more))
    return str(caught.value)


@pytest.fixture(scope="module")
def chain():
    return api(V1, {"echo": ALB, "stock": NLB})


@pytest.fixture(scope="module")
def direct():
    return api(V2, {"echo": ALB, "stock": NLB})


def test_a_v1_link_names_the_network_load_balancer(chain):
    link = chain.resource("shop-link", "VpcLink").inputs
    assert link["targetArn"] == chain.resource("shop-nlb", "LoadBalancer").outputs["arn"]
    assert "aws:apigatewayv2/vpcLink:VpcLink" not in chain.types()


def test_over_v1_the_network_load_balancer_passes_the_port_on_to_the_other(chain):
    group = chain.resource("shop-echo-nlb", "TargetGroup").inputs
    assert (group["targetType"], group["protocol"], group["port"]) == ("alb", "TCP", 80)
    target = chain.resource("shop-echo-nlb", "TargetGroupAttachment")
    assert target.inputs["targetId"] == chain.resource("shop-alb", "LoadBalancer").outputs["arn"]
    assert chain.resource("shop-echo", "listener:Listener").urn in target.dependencies


def test_another_port_is_another_listener_because_the_old_one_is_a_target_still():
    found = {}

    def note(given):
        if given.type_ == "aws:lb/listener:Listener":
            found[given.name] = given.opts.replace_on_changes

    args = VpcLinkRestArgs.model_validate(settings(V1, {"echo": ALB}))
    opts = pulumi.ResourceOptions(transformations=[note])
    deploy(lambda: VpcLinkRest("shop", args, opts), answers=hosts("shop"))
    assert found["shop-echo"] == ["port"]


def test_health_checks_of_the_chain_ask_no_code(chain):
    assert chain.resource("shop-echo-nlb", "TargetGroup").inputs["healthCheck"]["port"] == "8080"
    health = chain.resource("shop-health", "Listener").inputs
    assert health["port"] == 8080
    assert health["defaultActions"][0]["type"] == "fixed-response"


def test_over_v1_every_hop_has_a_rule_at_both_ends(chain):
    assert hops(chain, "Egress") == [
        ("shop-nlb-balancer-id", "sg-servers", 8080),
        ("shop-nlb-balancer-id", "shop-alb-balancer-id", 80),
        ("shop-nlb-balancer-id", "shop-alb-balancer-id", 8080),
    ]
    assert hops(chain, "Ingress") == hops(chain, "Egress")


@pytest.mark.parametrize(("link", "enforced"), [(V1, "off"), (V2, None)], ids=["v1", "v2"])
def test_rules_are_not_held_against_api_gateways_own_addresses(link, enforced):
    balancer = api(link, {"stock": NLB}).resource("shop-nlb", "LoadBalancer").inputs
    assert balancer.get("enforceSecurityGroupInboundRulesOnPrivateLinkTraffic") == enforced


def test_a_v2_link_reaches_each_balancer_by_its_arn(direct):
    given = integration(direct)
    alb = direct.resource("shop-alb", "LoadBalancer")
    assert given["integrationTarget"] == alb.outputs["arn"]
    assert given["connectionId"] == "shop-link-id"
    assert "aws:apigateway/vpcLink:VpcLink" not in direct.types()


def test_a_v1_integration_names_no_balancer(chain):
    assert "integrationTarget" not in integration(chain)


def test_over_v2_every_hop_has_a_rule_at_both_ends(direct):
    assert hops(direct, "Egress") == [
        ("shop-link-id", "shop-alb-balancer-id", 80),
        ("shop-link-id", "shop-nlb-balancer-id", 81),
        ("shop-nlb-balancer-id", "sg-servers", 8080),
    ]
    assert hops(direct, "Ingress") == hops(direct, "Egress")


def test_v2_stands_in_two_zones_and_is_the_default():
    given = settings(V2, {"echo": ALB})
    del given["link"]
    args = VpcLinkRestArgs.model_validate(given)
    (link,) = (
        deploy(lambda: VpcLinkRest("shop", args), answers=hosts("shop"))
        .of("vpcLink:VpcLink")
        .values()
    )
    assert len(link["subnetIds"]) == 2


def test_the_stage_variable_says_which_backend_answers():
    blue = api(V1, {"blue": ALB, "green": {**ALB, "port": 81}})
    green = api(V1, {"blue": ALB, "green": {**ALB, "port": 81}}, service={"backend": "green"})
    assert integration(blue) == integration(green)
    assert blue["shop-deployment"]["triggers"] == green["shop-deployment"]["triggers"]
    assert variables(blue)["echo"] == "nlb.elb.amazonaws.com:80"
    assert variables(green)["echo"] == "nlb.elb.amazonaws.com:81"


def test_no_stage_gets_into_the_path():
    given = integration(api(V1, {"echo": ALB}, service={"base_path": "/internal"}))
    assert given["uri"] == "http://${stageVariables.echo}/internal/echo/{proxy}"
    assert given["requestParameters"] == {
        "integration.request.path.proxy": "method.request.path.proxy"
    }


def test_path_parameters_are_declared_before_they_are_used():
    deployed = api(V1, {"echo": ALB}, path="/shops/{shop}/items/{id}")
    (method,) = deployed.of("method:Method").values()
    assert method["requestParameters"] == {
        "method.request.path.shop": True,
        "method.request.path.id": True,
    }
    assert integration(deployed)["uri"].endswith("/shops/{shop}/items/{id}")


def test_a_server_name_is_the_host_that_tls_asks_for():
    tls = {**ALB, "server_name": "echo.internal.example.com", "certificate_arn": CERTIFICATE}
    deployed = api(V1, {"echo": tls})
    assert integration(deployed)["uri"].startswith("https://${stageVariables.echo}/")
    assert variables(deployed) == {"echo": "echo.internal.example.com:443"}
    assert deployed.resource("shop-echo", "listener:Listener").inputs["protocol"] == "HTTPS"
    assert deployed.resource("shop-echo-nlb", "listener:Listener").inputs["protocol"] == "TCP"


def test_a_v1_link_that_exists_is_used_and_nothing_made_in_the_vpc():
    deployed = api(SHARED_V1, {"echo": PORT})
    assert integration(deployed)["connectionId"] == "v1l1nk"
    assert variables(deployed) == {"echo": "nlb.example.com:82"}
    assert not [type_ for type_ in deployed.types() if "/vpcLink:" in type_ or ":ec2/" in type_]


def test_a_v2_link_that_exists_is_used_with_a_balancer_that_exists():
    deployed = api(SHARED_V2, {"bills": THEIRS})
    assert integration(deployed)["connectionId"] == "v2l1nk"
    assert integration(deployed)["integrationTarget"] == THEIRS["balancer_arn"]
    assert hops(deployed, "Egress") == hops(deployed, "Ingress") == [("sg-link", "sg-theirs", 443)]


@pytest.mark.parametrize(
    ("auth", "kind"),
    [
        ({}, "AWS_IAM"),
        ({"auth": {"user_pool_arns": ["arn:aws:cognito-idp:::p"]}}, "COGNITO_USER_POOLS"),
        ({"auth": "none"}, "NONE"),
    ],
    ids=["default", "Cognito", "asked for"],
)
def test_nobody_calls_a_private_backend_unnamed_unless_asked_for(auth, kind):
    (method,) = api(V1, {"echo": ALB}, **auth).of("method:Method").values()
    assert method["authorization"] == kind


def test_the_stage_is_throttled_and_logged(chain):
    limits = chain["shop-limits"]["settings"]
    assert (limits["throttlingRateLimit"], limits["throttlingBurstLimit"]) == (100, 200)
    access = json.loads(chain["shop-stage"]["accessLogSettings"]["format"])
    assert "integrationError" in access


@pytest.mark.parametrize(
    ("link", "backends", "more", "wanted"),
    [
        (V1, {"a": THEIRS}, {}, "a new v1 link leads to alb, nlb: a is balancer"),
        (V1, {"a": PORT}, {}, "a new v1 link leads to alb, nlb: a is port"),
        (V2, {"a": PORT}, {}, "a new v2 link leads to alb, nlb, balancer: a is port"),
        (SHARED_V1, {"a": ALB}, {}, "an existing v1 link leads to port: a is alb"),
        ({"kind": "v1", "shared": SHARED_V2["shared"]}, {"a": PORT}, {}, "Extra inputs"),
        ({"kind": "v2", "link_id": "v1l1nk"}, {"a": THEIRS}, {}, "Extra inputs"),
        (SHARED_V2, {"a": ALB}, {}, "network, the VPC of link"),
        (V1, {"a": ALB, "b": {**NLB, "port": 80}}, {}, "a port of its own for b: a has 80"),
        (V1, {"a": {**ALB, "port": 8080}}, {}, "another port for a: health checks have 8080"),
        (V1, {"a": ALB}, {"service": {"backend": "b"}}, "the name of one of the backends"),
        (V1, {"a": ALB}, {"service": {"timeout_ms": 29001}}, "29000"),
        (V1, {"a": {**ALB, "server_name": "a.example.com"}}, {}, "both or neither"),
        (V1, {"a": ALB}, {"network": {"zones": ["a"]}}, "zones"),
        (V1, {"a": ALB}, {"cors": {"origins": ["https://a.com", "https://b.com"]}}, "one origin"),
    ],
)
def test_what_cannot_work_is_refused(link, backends, more, wanted):
    assert wanted in refusal(link, backends, **more)


def test_over_v2_each_balancer_has_ports_of_its_own():
    deployed = api(V2, {"a": ALB, "b": {**NLB, "port": 80}})
    assert len(deployed.of("listener:Listener")) == 2


@pytest.mark.parametrize(("link", "preview"), [(V1, True), (V2, False)], ids=["v1", "v2"])
def test_no_rule_has_anything_against_it(link, preview):
    given = settings(link, {"echo": ALB, "stock": NLB})
    assert verdicts("apis/vpc-link-rest", given, preview=preview) == []
