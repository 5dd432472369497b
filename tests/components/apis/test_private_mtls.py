"""apis/private-mtls: both ways in, both locks, and what the load balancer is told."""

import json

import pulumi_aws as aws
import pytest
from pydantic import ValidationError

from components.apis.private_mtls import PrivateMtlsApi, PrivateMtlsApiArgs
from components.settings import Context
from policies.core import Finding
from policies.registry import all_rules
from policies.views.mutual_tls import fronts
from policies.views.private_api import PrivateApi
from tests.support.architectures import NETWORK, alone
from tests.support.mutual_tls import ANSWERS
from tests.support.recorder import deploy, policies_view
from tools.certificates import Ca

CA = Ca.new("Clients")
BUNDLE, LIST = CA.own.pem, CA.revoked([7])
NEAR = {"clients": {"cidrs": ["10.1.0.0/16"]}}
FAR = {"consumers": {"account_ids": ["210987654321"]}}
EXISTING = {"network": NETWORK}
THERE = {**EXISTING, "endpoint_addresses": ["10.9.0.10", "10.9.16.10"]}

CONTEXT = Context(
    region="eu-west-1",
    account="123456789012",
    alarm_topic_arn="arn:aws:sns:eu-west-1:123456789012:alarms",
)


def settings(**given):
    ca = {"bundle": BUNDLE, "revoked": LIST}
    return {"domain_name": "api.example.com", "zone_id": "Z1", "ca": ca, **given}


def api(**given):
    return alone(PrivateMtlsApi, "pay", settings(**{**THERE, **given}), answers=ANSWERS)


@pytest.fixture(scope="module")
def near():
    return api(**NEAR)


@pytest.fixture(scope="module")
def far():
    return api(**FAR)


def refusal(**given):
    with pytest.raises(ValidationError) as caught:
        PrivateMtlsApiArgs.model_validate(settings(**given))
    return str(caught.value)


def rules_of(deployed, group, direction):
    """(who, port) of every rule of the security group `group`."""
    found = deployed.of(f"securityGroup{direction}Rule:SecurityGroup{direction}Rule").values()
    return {
        (rule.get("referencedSecurityGroupId", rule.get("cidrIpv4")), rule["fromPort"])
        for rule in found
        if rule["securityGroupId"] == f"{group}-id"
    }


def policy(deployed, name, type_):
    return json.loads(deployed.resource(name, type_).inputs["policy"])["Statement"]


def test_listener_verifies_against_the_trust_store_and_minds_expiry(near):
    listener = near["pay-mtls"]
    assert listener["mutualAuthentication"] == {
        "mode": "verify",
        "trustStoreArn": near.resource("pay", "trustStore:TrustStore").outputs["arn"],
        "ignoreClientCertificateExpiry": False,
        "advertiseTrustStoreCaNames": "on",
    }
    assert (listener["protocol"], listener["port"]) == ("HTTPS", 443)


def test_a_host_that_is_not_ours_never_reaches_the_api(near):
    assert near["pay-mtls"]["defaultActions"][0]["fixedResponse"]["statusCode"] == "404"
    rule = near.resource("pay-api", "listenerRule:ListenerRule").inputs
    assert rule["conditions"] == [{"hostHeader": {"values": ["api.example.com"]}}]


def test_rewrite_puts_in_the_apis_own_name_and_the_stage(near):
    host, url = near.resource("pay-api", "listenerRule:ListenerRule").inputs["transforms"]
    api_name = near.resource("pay", "restApi:RestApi").outputs["executionArn"].split(":")[-1]
    assert host["hostHeaderRewriteConfig"]["rewrite"] == {
        "regex": "^.+$",
        "replace": f"{api_name}.execute-api.eu-west-1.amazonaws.com",
    }
    assert url["urlRewriteConfig"]["rewrite"] == {"regex": "^/(.*)$", "replace": "/live/$1"}


def test_private_domain_leaves_the_request_as_it_is_and_maps_the_name():
    deployed = api(**NEAR, host="private-domain")
    assert "transforms" not in deployed.resource("pay-api", "ListenerRule").inputs
    domain = deployed.resource("pay-domain", "domainName:DomainName")
    assert domain.inputs["endpointConfiguration"] == {"types": "PRIVATE"}
    association = deployed.resource("pay-domain", "DomainNameAccessAssociation").inputs
    assert association["accessAssociationSource"] == "pay-endpoint-id"
    assert deployed.resource("pay-domain", "BasePathMapping").inputs["stageName"] == "live"
    assert "mutualTlsAuthentication" not in domain.inputs


def test_endpoint_lets_in_the_balancer_and_nobody_else(near, far):
    for deployed in (near, far):
        assert rules_of(deployed, "pay-endpoint", "Ingress") == {("pay-balancer-id", 443)}
        assert rules_of(deployed, "pay-endpoint", "Egress") == set()


def test_clients_reach_the_balancer_and_it_reaches_the_endpoint_only():
    deployed = api(clients={"cidrs": ["10.1.0.0/16"], "security_group_ids": ["sg-1"]})
    assert rules_of(deployed, "pay-balancer", "Ingress") == {("10.1.0.0/16", 443), ("sg-1", 443)}
    assert rules_of(deployed, "pay-balancer", "Egress") == {("pay-endpoint-id", 443)}


def test_consumers_come_over_the_network_balancer_alone(far):
    network = "pay-nlb-balancer-id"
    assert rules_of(far, "pay-balancer", "Ingress") == {(network, 443), (network, 8080)}
    assert rules_of(far, "pay-nlb-balancer", "Ingress") == set()
    balancer = far.resource("pay-nlb", "loadBalancer:LoadBalancer").inputs
    assert balancer["enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"] == "off"


def test_api_takes_calls_over_its_endpoint_only(near):
    allow, deny = policy(near, "pay-access", "restApiPolicy:RestApiPolicy")
    assert allow["Condition"] == {"StringEquals": {"aws:SourceVpce": ["pay-endpoint-id"]}}
    assert deny["Effect"] == "Deny"
    assert deny["Condition"] == {"StringNotEquals": {"aws:SourceVpce": ["pay-endpoint-id"]}}


def test_endpoint_leads_to_this_api_only(near):
    (statement,) = policy(near, "pay-endpoint", "VpcEndpointPolicy")
    arn = near.resource("pay", "restApi:RestApi").outputs["executionArn"]
    assert statement["Resource"] == [f"{arn}/*"]


def test_targets_are_the_addresses_that_the_endpoint_claims():
    near = alone(PrivateMtlsApi, "pay", settings(**NEAR), answers=ANSWERS)
    claimed = near.resource("pay-endpoint", "vpcEndpoint:VpcEndpoint").inputs
    addresses = [place["ipv4"] for place in claimed["subnetConfigurations"]]
    assert addresses == ["10.0.0.10", "10.0.16.10"]
    targets = near.of("targetGroupAttachment:TargetGroupAttachment").values()
    assert [target["targetId"] for target in targets] == addresses


def test_balancers_come_after_the_endpoint_whose_addresses_they_could_take(far):
    endpoint = far.resource("pay-endpoint", "vpcEndpoint:VpcEndpoint").urn
    front = far.resource("pay", "loadBalancer:LoadBalancer")
    assert endpoint in front.dependencies
    assert front.urn in far.resource("pay-nlb", "loadBalancer:LoadBalancer").dependencies


def test_health_checks_can_pass(near, far):
    check = near.resource("pay-api", "targetGroup:TargetGroup").inputs["healthCheck"]
    assert (check["protocol"], check["path"], check["matcher"]) == ("HTTPS", "/ping", "200,403")
    through = far.resource("pay-alb", "targetGroup:TargetGroup").inputs["healthCheck"]
    health = far["pay-health"]
    assert (through["protocol"], through["port"]) == (health["protocol"], str(health["port"]))
    assert health["defaultActions"][0]["type"] == "fixed-response"
    assert "pay-health" not in near


def test_network_balancer_leaves_tls_alone(far):
    assert far["pay-tcp"]["protocol"] == "TCP"
    group = far.resource("pay-alb", "targetGroup:TargetGroup").inputs
    assert (group["targetType"], group["protocol"]) == ("alb", "TCP")


def test_trust_store_points_at_versions_of_its_objects(near):
    store = near.resource("pay", "trustStore:TrustStore").inputs
    assert store["caCertificatesBundleS3ObjectVersion"] == "v1"
    revocation = near.resource("pay-revoked", "TrustStoreRevocation").inputs
    assert revocation["revocationsS3ObjectVersion"] == "v2"
    assert near.resource("pay-bundle", "BucketObjectv2").inputs["content"] == BUNDLE


def test_nobody_is_let_in_before_the_list_is_there(near):
    listener = near.resource("pay-mtls", "listener:Listener")
    assert near.resource("pay-revoked", "TrustStoreRevocation").urn in listener.dependencies


def test_nothing_revoked_makes_no_list():
    deployed = api(**NEAR, ca={"bundle": BUNDLE})
    assert not deployed.of("trustStoreRevocation:TrustStoreRevocation")


def test_new_ca_is_off_unless_asked_for(near):
    assert not near.of("certificateAuthority:CertificateAuthority")
    deployed = api(**NEAR, ca={"organization": "Example"})
    (authority,) = deployed.of("certificateAuthority:CertificateAuthority").values()
    assert authority["usageMode"] == "SHORT_LIVED_CERTIFICATE"
    assert "revocationConfiguration" not in authority


def test_general_purpose_ca_writes_its_list_to_the_certificates_bucket():
    deployed = api(**NEAR, ca={"organization": "Example", "mode": "GENERAL_PURPOSE"})
    (authority,) = deployed.of("certificateAuthority:CertificateAuthority").values()
    assert authority["revocationConfiguration"]["crlConfiguration"]["enabled"] is True
    _, objects, itself = policy(deployed, "pay-certificates-access", "BucketPolicy")
    assert objects["Principal"] == {"Service": "acm-pca.amazonaws.com"}
    assert objects["Resource"].endswith("/crl/*")
    assert itself["Action"] == ["s3:GetBucketAcl", "s3:GetBucketLocation"]


def test_service_is_for_named_accounts_and_waits_for_acceptance(far):
    service = far.resource("pay-service", "vpcEndpointService:VpcEndpointService").inputs
    assert service["allowedPrincipals"] == ["arn:aws:iam::210987654321:root"]
    assert service["acceptanceRequired"] is True
    assert service["privateDnsName"] == "api.example.com"


def test_accepted_endpoints_are_accepted():
    deployed = api(consumers={"account_ids": ["210987654321"], "accept": ["vpce-1a"]})
    (accepter,) = deployed.of("VpcEndpointConnectionAccepter").values()
    assert accepter["vpcEndpointId"] == "vpce-1a"


def test_name_is_verified_before_consumers_see_it(far):
    record = far.resource("pay-service-proof", "record:Record")
    verification = far.resource("pay-service-verified", "EndpointServicePrivateDnsVerification")
    assert record.inputs["type"] == "TXT"
    assert record.urn in verification.dependencies


def test_consumers_hear_of_the_service_when_its_name_is_verified():
    args = PrivateMtlsApiArgs.model_validate(settings(**FAR))

    def build():
        made = PrivateMtlsApi("pay", args)
        aws.ec2.VpcEndpoint("theirs", vpc_id="vpc-2", service_name=made.service_name)

    named = {**ANSWERS["pay-service"], "serviceName": "com.amazonaws.vpce.eu-west-1.vpce-svc-1"}
    deployed = deploy(build, answers={**ANSWERS, "pay-service": named})
    verification = deployed.resource(
        "pay-service-verified", "EndpointServicePrivateDnsVerification"
    )
    theirs = deployed.resource("theirs", "VpcEndpoint")
    assert verification.urn in theirs.property_dependencies["serviceName"]


def test_name_leads_to_the_balancer_for_near_clients_only(near, far):
    assert near["pay-name"]["name"] == "api.example.com"
    assert "pay-name" not in far
    private = api(**NEAR, record_zone_id="Z2")
    assert private["pay-name"]["zoneId"] == "Z2"
    assert private["pay-tls-validation"]["zoneId"] == "Z1"


def test_tokens_are_asked_for_where_there_is_an_authorizer(near):
    deployed = api(
        **NEAR, authorizer={"issuer": "https://login.example.com/", "audience": ["widgets"]}
    )
    method = deployed.resource("pay-get-widgets", "method:Method").inputs
    assert method["authorization"] == "CUSTOM"
    variables = deployed.resource("pay-authorizer", "function:Function").inputs["environment"]
    assert variables["variables"]["KEYS_URL"] == ("https://login.example.com/.well-known/jwks.json")
    assert "pay-authorizer" not in near


def test_logs_of_requests_and_connections_go_to_a_bucket_that_takes_them(near):
    balancer = near.resource("pay", "loadBalancer:LoadBalancer").inputs
    prefixes = [balancer[kind]["prefix"] for kind in ("accessLogs", "connectionLogs")]
    _, *written = policy(near, "pay-logs-access", "BucketPolicy")
    for prefix, statement in zip(prefixes, written, strict=True):
        assert f"/{prefix}/AWSLogs/" in statement["Resource"]


@pytest.mark.parametrize(
    "given",
    [
        NEAR,
        FAR,
        {**NEAR, **FAR, "host": "private-domain"},
        {**NEAR, "ca": {"organization": "Example"}},
        {**NEAR, **THERE},
    ],
)
def test_no_guardrail_finds_anything(given):
    asked = settings(**given)
    deployed = alone(PrivateMtlsApi, "pay", asked, answers=ANSWERS, context=CONTEXT)
    stack = policies_view(deployed)
    found = [item for rule in all_rules() for item in rule.run(stack)]
    assert [item for item in found if isinstance(item, Finding)] == []


REFUSED = [
    ("nobody calls", {}, "else none calls"),
    ("nobody in particular", {"clients": {}}, "else none calls"),
    ("clients of the internet", {"clients": {"cidrs": ["8.0.0.0/8"]}}, "private range"),
    ("no address in an existing network", {**NEAR, **EXISTING}, "one in each of the 2 subnets"),
    ("an address too few", {**NEAR, "endpoint_addresses": ["10.0.0.9"]}, "of the 2 subnets"),
    ("a client's certificate as CA", {"ca": {"bundle": CA.issue("a").pem}}, "CA certificates only"),
    ("a private key", {"ca": {"bundle": CA.own.key_pem}}, "no private key"),
    ("a range twice", {"clients": {"cidrs": ["10.1.0.0/16", "10.1.0.0/16"]}}, "each range and"),
    ("an account twice", {"consumers": {"account_ids": ["210987654321"] * 2}}, "each once"),
    ("everybody's account", {"consumers": {"account_ids": ["*"]}}, "pattern"),
    ("a route twice", {**NEAR, "functions": {
        "a": {"handler": "handlers.apis.private_mtls.widget.handler",
              "routes": ["GET /w", "GET /w"]}}}, "each route once"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "given", "said"), REFUSED, ids=[case[0] for case in REFUSED])
def test_refused(case, given, said):
    assert said in refusal(**given)


def test_name_of_the_authorizer_s_function_is_taken_only_where_there_is_one():
    hello = {"handler": "handlers.apis.cors.http.handler", "routes": ["GET /hello"]}
    given = {**NEAR, "functions": {"authorizer": hello}}
    tokens = {"issuer": "https://login.example.com/", "audience": ["widgets"]}
    assert "another name than authorizer" in refusal(**given, authorizer=tokens)
    PrivateMtlsApiArgs.model_validate(settings(**given))


def test_guardrails_see_at_preview_what_stands_before_what():
    """Else they would be silent because they see nothing."""
    asked = settings(**NEAR)
    deployed = alone(PrivateMtlsApi, "pay", asked, preview=True, context=CONTEXT)
    (front,) = fronts(policies_view(deployed))
    assert [front.listener.name, front.endpoint.name] == ["pay-mtls", "pay-endpoint"]
    assert [balancer.name for balancer in front.listener.balancers] == ["pay"]
    (rule,) = front.sources
    assert [found.name for found in rule.follow_all("transforms", PrivateApi)] == ["pay"]
