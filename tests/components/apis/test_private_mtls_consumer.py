"""apis/private-mtls-consumer: the way to another account's API."""

import json

import pytest
from pydantic import ValidationError

from components.apis.private_mtls_consumer import PrivateMtlsConsumer
from components.environment import Environment
from policies.core import Finding
from policies.registry import all_rules, rule_ids
from tests.support.architectures import alone
from tests.support.guardrails import BASE
from tests.support.mutual_tls import ANSWERS
from tests.support.recorder import deploy, policies_view
from tools.certificates import Ca

SERVICE = "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"


def consumer(**given):
    values = {"service_name": SERVICE, "domain_name": "api.example.com", **given}
    return alone(PrivateMtlsConsumer, "shop", values)


def endpoint(deployed):
    return deployed.resource("shop", "vpcEndpoint:VpcEndpoint").inputs


def test_name_is_turned_on_only_once_the_endpoint_is_accepted():
    assert endpoint(consumer())["privateDnsEnabled"] is False
    assert endpoint(consumer(accepted=True))["privateDnsEnabled"] is True


def test_endpoint_has_no_policy_because_services_of_others_know_none():
    assert "policy" not in endpoint(consumer())


def test_clients_reach_the_endpoint_and_nothing_else():
    deployed = consumer(client_security_group_ids=["sg-1"])
    out = deployed.of("securityGroupEgressRule:SecurityGroupEgressRule").values()
    assert [(rule["securityGroupId"], rule["referencedSecurityGroupId"]) for rule in out] == [
        ("shop-clients-id", "shop-endpoint-id")
    ]
    admitted = deployed.of("securityGroupIngressRule:SecurityGroupIngressRule").values()
    assert {rule["referencedSecurityGroupId"] for rule in admitted} == {"shop-clients-id", "sg-1"}
    assert {rule["fromPort"] for rule in admitted} == {443}


def test_no_guardrail_finds_anything():
    stack = policies_view(consumer(accepted=True))
    found = [item for rule in all_rules() for item in rule.run(stack)]
    assert [item for item in found if isinstance(item, Finding)] == []


def test_service_of_a_producer_in_the_same_environment_is_reached_from_another_account():
    producer = {
        "kind": "apis/private-mtls",
        "domain_name": "api.example.com",
        "zone_id": "Z1",
        "ca": {"bundle": Ca.new("Clients").own.pem},
        "consumers": {"account_ids": ["210987654321"]},
    }
    shop = {
        "kind": "apis/private-mtls-consumer",
        "account": "customer",
        "service_name": "${pay.service_name}",
        "domain_name": "${pay.domain_name}",
    }
    role = "arn:aws:iam::210987654321:role/deploy"
    config = {
        **BASE,
        "palisade:accounts": json.dumps({"customer": {"id": "210987654321", "role_arn": role}}),
        "palisade:architectures": json.dumps({"pay": producer, "shop": shop}),
    }
    name = "com.amazonaws.vpce.eu-west-1.vpce-svc-1"
    service = {"pay-service": {**ANSWERS["pay-service"], "serviceName": name}}
    deployed = deploy(
        lambda: Environment.from_config(rule_ids()), config=config, answers={**ANSWERS, **service}
    )
    made = deployed.resource("shop", "vpcEndpoint:VpcEndpoint")
    assert made.inputs["serviceName"] == name
    assert "aws-customer" in made.provider
    assert deployed.component("shop", "PrivateMtlsConsumer").outputs["url"] == (
        "https://api.example.com"
    )


@pytest.mark.parametrize(
    "given",
    [
        {"service_name": "com.amazonaws.eu-west-1.execute-api"},
        {"client_security_group_ids": ["sg-1", "sg-1"]},
    ],
)
def test_refused(given):
    with pytest.raises(ValidationError):
        consumer(**given)
