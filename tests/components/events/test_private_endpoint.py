"""events/private-endpoint: both ways from a bus into a VPC, hop by hop."""

import json
from pathlib import Path

import pulumi
import pytest
from pydantic import ValidationError

from components.environment import Environment
from components.events.private_endpoint import PrivateEndpoint, PrivateEndpointArgs
from components.settings import Context
from policies.registry import all_rules, rule_ids
from policies.values import UNKNOWN, Secret
from tests.support.architectures import alone
from tests.support.guardrails import BASE
from tests.support.recorder import deploy, inside, policies_view
from tools.certificates import Ca

VPC = {"vpc_id": "vpc-1", "subnet_ids": ["subnet-a", "subnet-b"], "cidr": "10.0.0.0/16"}
EXISTING = {
    "kind": "existing",
    "url": "https://orders.example.com/events",
    "security_group_id": "sg-there",
    "network": VPC,
}
CODE = {"handler": "handlers.events.private_endpoint.receiver.handler"}
ALB = {"kind": "alb", "behind": CODE}
TLS = {
    "server_name": "orders.example.com",
    "certificate_arn": "arn:aws:acm:eu-west-1:123456789012:certificate/c",
    "zone_id": "Z1",
}
RESOURCE = "arn:aws:vpc-lattice:eu-west-1:210987654321:resourceconfiguration/rcfg-01234567890abcdef"
SHARED = {
    "kind": "shared",
    "url": "https://orders.example.com/events",
    "resource_configuration_arn": RESOURCE,
}
FUNCTION = {"kind": "function"}
KEY_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:key-AbCdEf"
KEY = {"secret_arn": KEY_ARN}
ANSWERS = {"relay-alb": {"dnsName": "internal-relay.example.com", "zoneId": "Z2"}}
EGRESS = "securityGroupEgressRule:SecurityGroupEgressRule"
INGRESS = "securityGroupIngressRule:SecurityGroupIngressRule"


def connection(**more):
    return {"kind": "connection", "auth": {"value": pulumi.Output.secret("k")}, **more}


def relay(by=None, endpoint=EXISTING, preview=False, context=None, **settings):
    """`by` may be a function that makes the settings, for those with outputs in them."""
    given = {
        "source": "eventProducerApp",
        "detail_types": ["inbound-event-sent"],
        "endpoint": endpoint,
        "by": by or FUNCTION,
        **settings,
    }
    if not callable(by):
        return alone(
            PrivateEndpoint, "relay", given, preview=preview, answers=ANSWERS, context=context
        )

    def build():
        args = PrivateEndpointArgs.model_validate({**given, "by": by()})
        PrivateEndpoint("relay", args, inside(context) if context else None)

    return deploy(build, preview=preview, answers=ANSWERS)


def hops(deployed):
    """Every hop as (from, to, port), from both ends."""
    out = {
        (rule["securityGroupId"], rule["referencedSecurityGroupId"], rule["toPort"])
        for rule in deployed.of(EGRESS).values()
    }
    into = {
        (rule["referencedSecurityGroupId"], rule["securityGroupId"], rule["toPort"])
        for rule in deployed.of(INGRESS).values()
        if "referencedSecurityGroupId" in rule
    }
    assert out == into
    return out


def function(deployed):
    return deployed.resource("relay", "lambda/function:Function").inputs


def statements(deployed, name="relay-policy"):
    document = json.loads(deployed.resource(name, "rolePolicy:RolePolicy").inputs["policy"])
    return {statement["Action"][0]: statement for statement in document["Statement"]}


def test_rule_wants_source_and_detail_type():
    found = relay().resource("relay", "eventRule:EventRule").inputs
    assert json.loads(found["eventPattern"]) == {
        "source": ["eventProducerApp"],
        "detail-type": ["inbound-event-sent"],
    }


def test_function_stands_in_the_vpc_and_is_started_by_the_rule_alone():
    deployed = relay()
    assert function(deployed)["vpcConfig"] == {
        "subnetIds": ["subnet-a", "subnet-b"],
        "securityGroupIds": ["relay-caller-id"],
    }
    rule = deployed.resource("relay", "eventRule:EventRule")
    permission = deployed["relay-permission"]
    assert permission["principal"] == "events.amazonaws.com"
    assert permission["sourceArn"] == rule.outputs["arn"]
    target = deployed["relay-target"]
    assert target["arn"] == deployed.resource("relay", "lambda/function:Function").outputs["arn"]
    assert "inputTransformer" not in target


PORTS = [
    ("https://orders.example.com/events", 443),
    ("http://orders.internal/events", 80),
    ("https://orders.example.com:8443", 8443),
]


@pytest.mark.parametrize(("url", "port"), PORTS)
def test_function_reaches_the_endpoint_on_its_port_and_nothing_else(url, port):
    assert hops(relay(endpoint={**EXISTING, "url": url})) == {("relay-caller-id", "sg-there", port)}


def test_nothing_that_bills_by_the_hour_is_made_unasked():
    deployed = relay()
    assert deployed.of("vpcEndpoint:VpcEndpoint") == {}
    assert deployed.of("loadBalancer:LoadBalancer") == {}


def test_key_and_answer_bring_the_endpoints_of_aws_that_they_need():
    deployed = relay({**FUNCTION, "key": KEY, "answer": {}})
    names = {found["serviceName"] for found in deployed.of("vpcEndpoint:VpcEndpoint").values()}
    assert {name.rpartition(".")[2] for name in names} == {"secretsmanager", "events"}
    assert hops(deployed) == {
        ("relay-caller-id", "sg-there", 443),
        ("relay-caller-id", "relay-aws-id", 443),
    }


def test_endpoints_of_aws_that_exist_are_used():
    deployed = relay({**FUNCTION, "key": KEY, "aws_endpoints_group_id": "sg-aws"})
    assert deployed.of("vpcEndpoint:VpcEndpoint") == {}
    assert ("relay-caller-id", "sg-aws", 443) in hops(deployed)


def test_function_may_read_that_one_secret_and_gets_its_arn_alone():
    deployed = relay({**FUNCTION, "key": {**KEY, "header": "x-key", "kms_key_arn": "arn:aws:kms"}})
    allowed = statements(deployed)
    assert allowed["secretsmanager:GetSecretValue"]["Resource"] == [KEY_ARN]
    assert allowed["kms:Decrypt"]["Resource"] == ["arn:aws:kms"]
    variables = function(deployed)["environment"]["variables"]
    assert (variables["SECRET_ID"], variables["KEY_HEADER"]) == (KEY_ARN, "x-key")


def test_function_may_put_answers_of_its_own_kind_alone():
    deployed = relay({**FUNCTION, "answer": {"source": "app", "detail_type": "done"}})
    put = statements(deployed)["events:PutEvents"]
    assert put["Resource"] == [deployed.resource("relay", "eventBus:EventBus").outputs["arn"]]
    assert put["Condition"] == {
        "StringEquals": {"events:source": "app", "events:detail-type": ["done"]}
    }


HOMES = [
    (None, "arn:aws:events:eu-west-1:123456789012:event-bus/orders"),
    (Context(account="111122223333", region="cn-north-1"),
     "arn:aws-cn:events:cn-north-1:111122223333:event-bus/orders"),
]  # fmt: skip


@pytest.mark.parametrize(("context", "arn"), HOMES, ids=["alone", "in an environment"])
def test_answers_go_to_the_bus_that_exists(context, arn):
    answers = {"answer": {}, "kind": "function"}
    deployed = relay(answers, bus_name="orders", context=context)
    assert statements(deployed)["events:PutEvents"]["Resource"] == [arn]
    assert deployed.of("eventBus:EventBus") == {}


def test_function_without_key_and_answer_may_call_nothing_of_them():
    assert not {"secretsmanager:GetSecretValue", "events:PutEvents"} & set(statements(relay()))


TIMES = [({}, 20), ({"key": KEY}, 30), ({"key": KEY, "answer": {}, "timeout_seconds": 60}, 90)]


@pytest.mark.parametrize(("more", "seconds"), TIMES)
def test_function_runs_longer_than_all_its_calls(more, seconds):
    assert function(relay({**FUNCTION, **more}))["timeout"] == seconds


@pytest.mark.parametrize(
    ("more", "parts"),
    [({}, set()), ({"key": KEY}, {"key"}), ({"key": KEY, "answer": {}}, {"key", "answers"})],
)
def test_code_whose_calls_nothing_allows_is_not_shipped(more, parts):
    shipped = {Path(name).stem for name in function(relay({**FUNCTION, **more}))["code"]["assets"]}
    assert shipped == {"relay", "endpoint", "errors", *parts}


def test_events_that_fail_are_kept_wherever_they_fail():
    deployed = relay({**FUNCTION, "retry_attempts": 1}, retry_attempts=5, max_age_seconds=120)
    failures = deployed.resource("relay-failures", "sqs/queue:Queue").outputs["arn"]
    undelivered = deployed.resource("relay-undelivered", "sqs/queue:Queue").outputs["arn"]
    assert deployed["relay-async"]["destinationConfig"] == {"onFailure": {"destination": failures}}
    assert deployed["relay-async"]["maximumRetryAttempts"] == 1
    assert statements(deployed)["sqs:SendMessage"]["Resource"] == [failures]
    assert deployed["relay-target"]["deadLetterConfig"] == {"arn": undelivered}
    assert deployed["relay-target"]["retryPolicy"] == {
        "maximumRetryAttempts": 5,
        "maximumEventAgeInSeconds": 120,
    }
    assert set(deployed.of("metricAlarm:MetricAlarm")) == {
        "relay-failures-alarm", "relay-lost-alarm", "relay-undelivered-alarm",
    }  # fmt: skip


def test_balancer_is_internal_and_each_hop_is_open_alone():
    deployed = relay(endpoint=ALB)
    assert deployed.resource("relay-alb", "loadBalancer:LoadBalancer").inputs["internal"] is True
    assert hops(deployed) == {("relay-caller-id", "relay-alb-balancer-id", 80)}
    variables = function(deployed)["environment"]["variables"]
    assert variables["ENDPOINT_URL"] == "http://internal-relay.example.com/"


def test_balancer_with_a_name_speaks_https():
    deployed = relay(endpoint={**ALB, "tls": TLS, "path": "/in"})
    listener = deployed.resource("relay-app", "listener:Listener").inputs
    assert (listener["port"], listener["protocol"]) == (443, "HTTPS")
    record = deployed.resource("relay-name").inputs
    assert (record["zoneId"], record["name"]) == ("Z1", "orders.example.com")
    assert record["aliases"][0]["name"] == "internal-relay.example.com"
    assert hops(deployed) == {("relay-caller-id", "relay-alb-balancer-id", 443)}
    variables = function(deployed)["environment"]["variables"]
    assert variables["ENDPOINT_URL"] == "https://orders.example.com/in"


def test_connection_leads_over_a_gateway_to_the_endpoints_name_and_port():
    url = "https://orders.example.com:8443/events"
    deployed = relay(connection, endpoint={**EXISTING, "url": url})
    gateway = deployed.resource("relay", "resourceGateway:ResourceGateway")
    assert gateway.inputs["vpcId"] == "vpc-1"
    assert gateway.inputs["subnetIds"] == ["subnet-a", "subnet-b"]
    assert gateway.inputs["securityGroupIds"] == ["relay-caller-id"]
    resource = deployed.resource("relay", "resourceConfiguration:ResourceConfiguration")
    assert resource.inputs["portRanges"] == ["8443"]
    assert resource.inputs["resourceGatewayIdentifier"] == "relay-id"
    assert resource.inputs["resourceConfigurationDefinition"]["dnsResource"] == {
        "domainName": "orders.example.com",
        "ipAddressType": "IPV4",
    }
    made = deployed.resource("relay", "eventConnection:EventConnection").inputs
    parameters = made["invocationConnectivityParameters"]["resourceParameters"]
    assert parameters == {"resourceConfigurationArn": resource.outputs["arn"]}
    assert hops(deployed) == {("relay-caller-id", "sg-there", 8443)}
    assert deployed.of("lambda/function:Function") == {}


def test_rule_calls_the_destination_with_a_role_for_it_alone():
    deployed = relay(lambda: connection(rate_limit=5))
    destination = deployed.resource("relay", "eventApiDestination:EventApiDestination")
    assert destination.inputs["invocationRateLimitPerSecond"] == 5
    assert destination.inputs["httpMethod"] == "POST"
    assert destination.inputs["invocationEndpoint"] == EXISTING["url"]
    target = deployed["relay-target"]
    assert target["arn"] == destination.outputs["arn"]
    assert target["roleArn"] == deployed.resource("relay-invoke-role").outputs["arn"]
    allowed = statements(deployed, "relay-invoke-policy")
    assert list(allowed) == ["events:InvokeApiDestination"]
    resources = allowed["events:InvokeApiDestination"]["Resource"]
    assert resources == [destination.outputs["arn"]]
    assert "deadLetterConfig" in target


def test_no_event_is_sent_before_the_hops_are_open():
    deployed = relay(connection)
    after = deployed.resource("relay", "eventApiDestination:EventApiDestination").dependencies
    rules = [item.urn for item in deployed.resources if item.type.endswith("Rule")
             and "securityGroup" in item.type]  # fmt: skip
    assert len(rules) == 2
    assert set(rules) <= set(after)


def basic():
    return connection(auth={"username": "u", "password": pulumi.Output.secret("p")})


def oauth():
    return connection(auth={"token_url": "https://login.example.com/token", "client_id": "c",
                            "client_secret": pulumi.Output.secret("s"), "scope": "x"})  # fmt: skip


AUTH = [
    (connection, "API_KEY", {"apiKey": {"key": "api-key", "value": "k"}}),
    (basic, "BASIC", {"basic": {"username": "u", "password": "p"}}),
    (oauth, "OAUTH_CLIENT_CREDENTIALS", {"oauth": {
        "authorizationEndpoint": "https://login.example.com/token", "httpMethod": "POST",
        "clientParameters": {"clientId": "c", "clientSecret": "s"},
        "oauthHttpParameters": {
            "bodies": [{"key": "scope", "value": "x", "isValueSecret": False}]}}}),
]  # fmt: skip


def bare(value):
    """Without the marks of secrets."""
    if isinstance(value, Secret):
        return bare(value.value)
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items()}
    return [bare(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("by", "kind", "parameters"), AUTH, ids=[a[1] for a in AUTH])
def test_connection_shows_what_it_was_given_and_keeps_it_secret(by, kind, parameters):
    made = relay(by).resource("relay", "eventConnection:EventConnection").inputs
    assert made["authorizationType"] == kind
    assert bare(made["authParameters"]) == parameters
    assert made["authParameters"] != parameters


def test_shared_endpoint_needs_nothing_in_a_vpc():
    deployed = relay(connection, endpoint=SHARED)
    made = deployed.resource("relay", "eventConnection:EventConnection").inputs
    parameters = made["invocationConnectivityParameters"]["resourceParameters"]
    assert parameters == {"resourceConfigurationArn": RESOURCE}
    assert not [item for item in deployed.types() if "vpclattice" in item or "ec2" in item]
    assert deployed.component("relay", "events:PrivateEndpoint").outputs == {
        "bus_name": "relay-0a1b2c3",
        "url": SHARED["url"],
        "group_id": "",
        "resource_configuration_arn": RESOURCE,
        "undelivered_url": deployed.resource("relay-undelivered").outputs["url"],
        "failures_url": "",
    }


ORGANIZATION = "arn:aws:organizations::123456789012:organization/o-abc"
SHARES = [(["210987654321"], True), ([ORGANIZATION], False), ([ORGANIZATION, "1" * 12], True)]


@pytest.mark.parametrize(("principals", "outside"), SHARES)
def test_resource_is_shared_with_whom_is_named_and_only_then_outside(principals, outside):
    deployed = relay(lambda: connection(share_with=principals))
    share = deployed.resource("relay", "resourceShare:ResourceShare").inputs
    assert share["allowExternalPrincipals"] is outside
    found = deployed.of("principalAssociation:PrincipalAssociation").values()
    assert [item["principal"] for item in found] == principals
    resource = deployed.resource("relay", "resourceConfiguration:ResourceConfiguration")
    shared = deployed.resource("relay", "resourceAssociation:ResourceAssociation").inputs
    assert shared["resourceArn"] == resource.outputs["arn"]


def test_nothing_is_shared_unasked():
    assert relay(connection).of("resourceShare:ResourceShare") == {}


def test_preview_knows_what_does_not_need_aws():
    deployed = relay({**FUNCTION, "answer": {}}, preview=True)
    assert deployed["relay-target"]["arn"] is UNKNOWN
    variables = function(deployed)["environment"]["variables"]
    assert variables["ENDPOINT_URL"] == EXISTING["url"]


SECRETLY = {"kind": "connection", "auth": {"value": "${secret:relay_key}"}}
CLEAN = [
    ("function", {**FUNCTION, "key": KEY, "answer": {}}, ALB),
    ("connection to a balancer", SECRETLY, {**ALB, "tls": TLS}),
    ("shared", SECRETLY, SHARED),
]


@pytest.mark.parametrize(("by", "endpoint"), [c[1:] for c in CLEAN], ids=[c[0] for c in CLEAN])
def test_guardrails_have_nothing_to_say_and_nothing_to_ask(by, endpoint):
    one = {"kind": "events/private-endpoint", "source": "orders", "detail_types": ["placed"]}
    config = {
        "palisade:architectures": json.dumps({"it": {**one, "by": by, "endpoint": endpoint}}),
        "palisade:settings": json.dumps({"alarm_email": "platform@example.com"}),
    }
    deployed = deploy(
        lambda: Environment.from_config(rule_ids()),
        preview=True,
        config={**BASE, **config},
        secrets={"palisade:relay_key": "not-a-real-key"},
    )
    stack = policies_view(deployed)
    assert [f"{rule.id}: {said}" for rule in all_rules() for said in rule.run(stack)] == []


REFUSED = [
    ("a function has no subnets in a shared VPC", {"endpoint": SHARED}, "by: connection"),
    ("plain HTTP", {"by": connection, "endpoint": {**EXISTING, "url": "http://x/"}}, "HTTPS only"),
    ("a balancer without a name", {"by": connection, "endpoint": ALB}, "endpoint.tls"),
    ("sharing what is shared", {"by": lambda: connection(share_with=["1" * 12]),
     "endpoint": SHARED}, "by.share_with"),
    ("an answer that comes back", {"by": {**FUNCTION, "answer": {
        "source": "eventProducerApp", "detail_type": "inbound-event-sent"}}}, "come back"),
    ("no detail type", {"detail_types": []}, "at least 1"),
    ("a new VPC without an endpoint in it", {"endpoint": {**EXISTING, "network": {}}}, "vpc_id"),
    ("two endpoints of one service", {"by": {**FUNCTION, "key": KEY}, "endpoint": {
        **ALB, "network": {"interface_endpoints": ["secretsmanager"]}}}, "made for by"),
    ("a group of endpoints in a new VPC", {"by": {**FUNCTION, "aws_endpoints_group_id": "sg"},
     "endpoint": ALB}, "no endpoints yet"),
    ("a header that is set already", {"by": {**FUNCTION, "key": {**KEY, "header": "Host"}}},
     "not set already"),
    ("a secret in plain text", {"by": {"kind": "connection", "auth": {"value": "k"}}}, "secret"),
    ("a CA that is none", {"by": {**FUNCTION, "ca": "hello"}}, "PEM"),
    ("no ARN of a resource configuration", {"by": connection, "endpoint": {
        **SHARED, "resource_configuration_arn": "rcfg-1"}}, "match pattern"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "says"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_settings_that_cannot_work_are_refused(settings, says):
    with pytest.raises(ValidationError, match=says):
        relay(**settings)


URLS = ["ftp://x/", "orders.example.com", "https://", "https://user@x/", "https://x/ y",
        "https://x/#part", "https://x:0/", "https://x:99999/", "https://x/é", "https://x/\n",
        "https://x/" + "a" * 2048, "https://[::1"]  # fmt: skip


@pytest.mark.parametrize("url", URLS)
def test_only_plain_urls_are_taken(url):
    with pytest.raises(ValidationError, match="a URL"):
        relay(endpoint={**EXISTING, "url": url})


def test_private_ca_reaches_the_function():
    pem = Ca.new("Private CA").own.pem
    assert function(relay({**FUNCTION, "ca": pem}))["environment"]["variables"]["CA_PEM"] == pem
