"""apis/on-premises: who answers the name, which hop is open, and what leads to the API."""

import json

import pytest
from pydantic import ValidationError

from components.apis.on_premises import OnPremisesApi, OnPremisesApiArgs
from components.settings import Context
from policies.core import Finding
from policies.registry import all_rules
from tests.support.architectures import NETWORK, alone
from tests.support.recorder import policies_view

CLIENTS = {"cidrs": ["10.20.0.0/16", "192.168.4.0/24"]}
RESOLVER = {"resolver_endpoint_id": "rslvr-in-0a"}
DOMAIN = {"kind": "custom-domain", "domain_name": "orders.example.com", "zone_id": "Z1"}
PRIVATE_DNS = {"dns": {"kind": "private-dns"}, "resolver": {}}
ZONED = {"dns": {**DOMAIN, "private_zone": {}}, "resolver": {}}

VALIDATION = {
    "resourceRecordName": "_a.orders.example.com.",
    "resourceRecordType": "CNAME",
    "resourceRecordValue": "_b.acm-validations.aws.",
}
ANSWERS = {
    "shop": {"zoneId": "Z3"},
    "shop-endpoint": {"dnsEntries": [{"dnsName": "vpce-1.example.com", "hostedZoneId": "ZE"}]},
    "shop-tls": {"domainValidationOptions": [VALIDATION]},
    "shop-stage": {"invokeUrl": "https://shop-id.execute-api.eu-west-1.amazonaws.com/live"},
}
CONTEXT = Context(
    region="eu-west-1",
    account="123456789012",
    alarm_topic_arn="arn:aws:sns:eu-west-1:123456789012:alarms",
)


def built(**given):
    settings = {"clients": CLIENTS, **given}
    return alone(OnPremisesApi, "shop", settings, answers=ANSWERS, context=CONTEXT)


@pytest.fixture(scope="module")
def alias():
    return built()


@pytest.fixture(scope="module")
def dns():
    return built(**PRIVATE_DNS)


@pytest.fixture(scope="module")
def zoned():
    return built(**ZONED)


def outputs(deployed):
    return deployed.component("shop", "OnPremisesApi").outputs


def endpoint(deployed):
    return deployed.resource("shop-endpoint", "vpcEndpoint:VpcEndpoint").inputs


def rules_of(deployed, group):
    """(prefix list, protocol, port) of what may come into the security group."""
    found = deployed.of("securityGroupIngressRule:SecurityGroupIngressRule").values()
    return {
        (rule.get("prefixListId"), rule["ipProtocol"], rule["fromPort"])
        for rule in found
        if rule["securityGroupId"] == f"{group}-id"
    }


def test_smallest_setting_costs_no_resolver_and_no_zone(alias):
    types = {kind.rpartition(":")[2] for kind in alias.types()}
    assert types.isdisjoint({"ResolverEndpoint", "Zone", "DomainName", "ResolverQueryLogConfig"})
    assert endpoint(alias)["privateDnsEnabled"] is False


def test_alias_is_named_after_api_and_endpoint(alias):
    host = "shop-id-shop-endpoint-id.execute-api.eu-west-1.amazonaws.com"
    assert outputs(alias)["url"] == f"https://{host}/live"
    assert outputs(alias)["forward_domain"] == ""


def test_private_dns_forwards_the_apis_own_name_and_no_other(dns):
    assert endpoint(dns)["privateDnsEnabled"] is True
    assert outputs(dns)["forward_domain"] == "shop-id.execute-api.eu-west-1.amazonaws.com"
    assert outputs(dns)["url"] == "https://shop-id.execute-api.eu-west-1.amazonaws.com/live"


def test_resolver_stands_in_each_subnet_at_addresses_known_beforehand(dns):
    resolver = dns.resource("shop-resolver", "ResolverEndpoint").inputs
    assert resolver["direction"] == "INBOUND"
    assert resolver["ipAddresses"] == [
        {"subnetId": "shop-a-id", "ip": "10.0.0.11"},
        {"subnetId": "shop-b-id", "ip": "10.0.16.11"},
    ]
    assert outputs(dns)["resolver_addresses"] == ["10.0.0.11", "10.0.16.11"]


def test_one_list_of_clients_opens_each_hop_and_nothing_else_does(dns):
    clients = dns["shop-clients"]
    assert [entry["cidr"] for entry in clients["entries"]] == CLIENTS["cidrs"]
    assert clients["maxEntries"] == 2
    list_id = "shop-clients-id"
    assert rules_of(dns, "shop-endpoint") == {(list_id, "tcp", 443)}
    assert rules_of(dns, "shop-resolver") == {(list_id, "tcp", 53), (list_id, "udp", 53)}
    assert not dns.of("securityGroupEgressRule:SecurityGroupEgressRule")


def test_a_prefix_list_that_exists_is_used_as_it_is():
    deployed = built(clients={"prefix_list_id": "pl-0a"})
    assert rules_of(deployed, "shop-endpoint") == {("pl-0a", "tcp", 443)}
    assert not deployed.of("managedPrefixList:ManagedPrefixList")


def policy_of(deployed):
    text = deployed.resource("shop-access", "restApiPolicy:RestApiPolicy").inputs["policy"]
    return json.loads(text)["Statement"]


HERE = {"aws:SourceVpce": ["shop-endpoint-id"]}


def test_api_takes_calls_over_its_endpoint_only():
    allow, deny = policy_of(built(auth="none"))
    assert (allow["Effect"], allow["Condition"]) == ("Allow", {"StringEquals": HERE})
    assert (deny["Effect"], deny["Condition"]) == ("Deny", {"StringNotEquals": HERE})


def test_callers_of_the_own_account_who_sign_need_a_permission_of_their_own(alias):
    allow, _ = policy_of(alias)
    others = {"aws:PrincipalAccount": "123456789012"}
    assert allow["Condition"] == {"StringEquals": HERE, "StringNotEquals": others}


def test_endpoint_leads_to_this_api_and_to_its_domain_only(alias, zoned):
    def resources(deployed):
        text = deployed.resource("shop-endpoint", "VpcEndpointPolicy").inputs["policy"]
        (statement,) = json.loads(text)["Statement"]
        return statement["Resource"]

    api = alias.resource("shop", "restApi:RestApi").outputs["executionArn"]
    assert resources(alias) == [f"{api}/*"]
    assert resources(zoned)[0] == f"{api}/*"
    assert len(resources(zoned)) == 2


def test_domain_in_the_public_zone_needs_no_resolver():
    deployed = built(dns=DOMAIN)
    record = deployed["shop-name"]
    assert (record["zoneId"], record["name"]) == ("Z1", "orders.example.com")
    assert record["aliases"][0]["name"] == "vpce-1.example.com"
    assert outputs(deployed)["url"] == "https://orders.example.com"
    assert outputs(deployed)["forward_domain"] == ""


def test_domain_in_a_private_zone_is_proved_in_the_public_one(zoned):
    assert zoned.resource("shop", "zone:Zone").inputs["vpcs"] == [{"vpcId": "shop-id"}]
    assert zoned["shop-tls-validation"]["zoneId"] == "Z1"
    assert zoned["shop-name"]["zoneId"] == "Z3"
    assert outputs(zoned)["forward_domain"] == "orders.example.com"


def test_private_zone_that_exists_is_taken():
    deployed = built(dns={**DOMAIN, "private_zone": {"zone_id": "Z2"}}, resolver={})
    assert deployed["shop-name"]["zoneId"] == "Z2"
    assert not deployed.of("zone:Zone")


def test_central_resolver_gets_the_private_zone_and_costs_nothing_more():
    deployed = built(dns=ZONED["dns"], resolver={**RESOLVER, "vpc_id": "vpc-9"}, network=NETWORK)
    vpcs = deployed.resource("shop", "zone:Zone").inputs["vpcs"]
    assert vpcs == [{"vpcId": "vpc-1"}, {"vpcId": "vpc-9"}]
    assert not deployed.of("resolverEndpoint:ResolverEndpoint")
    assert outputs(deployed)["resolver_endpoint_id"] == "rslvr-in-0a"
    assert deployed["shop-resolver-alarm"]["dimensions"] == {"EndpointId": "rslvr-in-0a"}


def test_existing_network_lets_aws_pick_addresses_unless_they_are_given():
    picked = built(network=NETWORK)
    assert "subnetConfigurations" not in endpoint(picked)
    assert endpoint(picked)["subnetIds"] == ["subnet-1", "subnet-2"]
    given = built(network=NETWORK, endpoint_addresses=["10.9.0.8", "10.9.1.8"])
    places = endpoint(given)["subnetConfigurations"]
    assert [place["ipv4"] for place in places] == ["10.9.0.8", "10.9.1.8"]


def test_queries_of_the_vpc_are_logged_unless_not_wanted(dns):
    logged = dns.resource("shop-resolver", "ResolverQueryLogConfigAssociation").inputs
    assert logged["resourceId"] == "shop-id"
    assert dns["shop-resolver-queries"]["namePrefix"].startswith("/aws/vendedlogs/")
    silent = built(dns={"kind": "private-dns"}, resolver={"query_logs": False})
    assert not silent.of("ResolverQueryLogConfig")


def test_callers_sign_unless_everybody_on_premises_may_call(alias):
    assert alias.resource("shop-get-hello", "method:Method").inputs["authorization"] == "AWS_IAM"
    opened = built(auth="none")
    assert opened.resource("shop-get-hello", "method:Method").inputs["authorization"] == "NONE"


@pytest.mark.parametrize(
    "given",
    [
        {},
        PRIVATE_DNS,
        ZONED,
        {"dns": DOMAIN, "auth": "none"},
        {"dns": {"kind": "private-dns"}, "resolver": RESOLVER, "network": NETWORK},
    ],
    ids=["alias", "private DNS", "private zone", "public zone", "central resolver"],
)
def test_no_guardrail_finds_anything(given):
    stack = policies_view(built(**given))
    found = [item for rule in all_rules() for item in rule.run(stack)]
    assert [item for item in found if isinstance(item, Finding)] == []


REFUSED = [
    ("nobody calls", {"clients": {"cidrs": []}}, "at least 1"),
    ("the whole internet", {"clients": {"cidrs": ["0.0.0.0/0"]}}, "pattern"),
    ("no range", {"clients": {"cidrs": ["10.20.0.1/16"]}}, "host bits"),
    ("a range twice", {"clients": {"cidrs": ["10.0.0.0/8"] * 2}}, "each range once"),
    ("private DNS that nobody can ask", {"dns": {"kind": "private-dns"}}, "nobody can ask"),
    ("a private zone that nobody can ask", {"dns": ZONED["dns"]}, "nobody can ask"),
    ("a resolver for a public name", {"resolver": {}}, "public DNS answers"),
    ("private DNS in another VPC", {"dns": {"kind": "private-dns"}, "network": NETWORK,
                                    "resolver": {**RESOLVER, "vpc_id": "vpc-9"}}, "not seen from"),
    ("an old resolver in a new network", {**PRIVATE_DNS, "resolver": RESOLVER}, "no new network"),
    ("an address too few", {"endpoint_addresses": ["10.0.0.9"]}, "of the 2 subnets"),
    ("a resolver's address too few", {**PRIVATE_DNS, "resolver": {"addresses": ["10.0.0.9"]}},
     "resolver.addresses: one in each of the 2"),
    ("an address twice", {**PRIVATE_DNS, "endpoint_addresses": ["10.0.0.9", "10.0.16.9"],
                          "resolver": {"addresses": ["10.0.0.9", "10.0.16.8"]}}, "address once"),
    ("an outbound resolver", {"resolver": {"resolver_endpoint_id": "rslvr-out-0a"}}, "pattern"),
    ("a route twice", {"functions": {"a": {"handler": "handlers.apis.on_premises.hello.handler",
                                           "routes": ["GET /w", "GET /w"]}}}, "each route once"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "given", "said"), REFUSED, ids=[case[0] for case in REFUSED])
def test_refused(case, given, said):
    with pytest.raises(ValidationError) as caught:
        OnPremisesApiArgs.model_validate({"clients": CLIENTS, **given})
    assert said in str(caught.value)
