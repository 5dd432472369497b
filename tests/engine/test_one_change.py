"""What operators change, through the real engine: it touches just what the pages say."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.support.engine import ROOT, Offline, facts, write_program
from tools.certificates import Ca

pytestmark = pytest.mark.engine

PROGRAM = f"""
import runpy
import sys

sys.path.insert(0, {str(ROOT)!r})
runpy.run_path({str(ROOT / "__main__.py")!r})
"""
CA = Ca.new("Clients")
ECHO = {"kind": "alb", "behind": {"handler": "handlers.apis.vpc_link_http.echo.handler"}}
HELLO = {"handler": "handlers.apis.query_string_key.hello.handler", "routes": ["GET /hello"]}
STAGE = "apigateway/stage:Stage"

# (kind, settings, what is changed, types of the resources that are touched)
CHANGES: dict[str, tuple[str, dict[str, Any], dict[str, Any], set[str]]] = {
    "a client is put on the revocation list": (
        "apis/private-mtls",
        {
            "domain_name": "api.example.com",
            "zone_id": "Z0123456789ABCDEFGHIJ",
            "clients": {"cidrs": ["10.1.0.0/16"]},
            "ca": {"bundle": CA.own.pem, "revoked": CA.revoked([])},
        },
        {"ca": {"bundle": CA.own.pem, "revoked": CA.revoked([7])}},
        {"s3/bucketObjectv2:BucketObjectv2", "lb/trustStoreRevocation:TrustStoreRevocation"},
    ),
    "a consumer was accepted": (
        "apis/private-mtls-consumer",
        {
            "service_name": "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
            "domain_name": "api.example.com",
        },
        {"accepted": True},
        {"ec2/vpcEndpoint:VpcEndpoint"},
    ),
    "a service moves to another backend": (
        "apis/vpc-link-rest",
        {
            "backends": {"blue": ECHO, "green": {**ECHO, "port": 81}},
            "services": {"echo": {"backend": "blue", "routes": ["GET /"]}},
        },
        {"services": {"echo": {"backend": "green", "routes": ["GET /"]}}},
        {STAGE},
    ),
    "a backend gets another path": (
        "apis/vpc-link-http",
        {"backends": {"echo": {**ECHO, "routes": ["GET /a"]}}},
        {"backends": {"echo": {**ECHO, "routes": ["GET /a"], "path": "/b"}}},
        {"apigatewayv2/integration:Integration"},
    ),
    "a network on premises is let in": (
        "apis/on-premises",
        {"clients": {"cidrs": ["10.20.0.0/16"]}},
        {"clients": {"cidrs": ["10.20.0.0/16", "10.21.0.0/16"]}},
        {"ec2/managedPrefixList:ManagedPrefixList"},
    ),
    "messages are kept longer": (
        "apis/storage-first",
        {"queue": {"consumer": {}}},
        {"queue": {"consumer": {}, "retention_days": 7}},
        {"sqs/queue:Queue"},
    ),
    "a table is there already": (
        "apis/direct-integration",
        {"table": {"table_arn": "arn:aws:dynamodb:eu-west-1:123456789012:table/old"}},
        {"table": {"table_arn": "arn:aws:dynamodb:eu-west-1:123456789012:table/new"}},
        {STAGE, "iam/rolePolicy:RolePolicy"},
    ),
    "one client is shut out": (
        "apis/query-string-key",
        {"functions": {"hello": HELLO}, "clients": {"web": {}, "app": {}}},
        {"clients": {"web": {"enabled": False}, "app": {}}},
        {"apigateway/apiKey:ApiKey"},
    ),
    "an alarm is set higher": (
        "apis/observability",
        {"own": {}, "alarms": {"refused": 100}},
        {"alarms": {"refused": 200}},
        {"cloudwatch/metricAlarm:MetricAlarm"},
    ),
    "screens are stopped": (
        "events/appsync-target",
        {},
        {"enabled": False},
        {"cloudwatch/eventRule:EventRule"},
    ),
    "an endpoint is overrun": (
        "events/private-endpoint",
        {
            "source": "orders",
            "detail_types": ["placed"],
            "endpoint": {
                "kind": "existing",
                "url": "https://orders.example.com/events",
                "security_group_id": "sg-0123456789abcdef0",
                "network": {
                    "vpc_id": "vpc-0123456789abcdef0",
                    "subnet_ids": ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
                    "cidr": "10.9.0.0/16",
                },
            },
            "by": {"kind": "function", "reserved_concurrency": 10},
        },
        {"by": {"kind": "function", "reserved_concurrency": 5}},
        {"lambda/function:Function"},
    ),
}


def name(case: str) -> str:
    """Name of the case's architecture; short, because load balancers take 32 characters."""
    return f"a{list(CHANGES).index(case)}"


def stack_file(*, changed: bool) -> str:
    entries = {
        name(case): {"kind": kind, **settings, **(change if changed else {})}
        for case, (kind, settings, change, _) in CHANGES.items()
    }
    config = {
        "aws:region": "eu-west-1",
        "palisade:environment": "dev",
        "palisade:account": "123456789012",
        "palisade:architectures": entries,
    }
    # JSON is YAML.
    return json.dumps({"config": config})


def touched(offline: Offline, before: dict[str, Any]) -> dict[str, set[str]]:
    """Architecture → types of its resources that are not as before."""
    after = facts(offline.state("palisade"))
    found: dict[str, set[str]] = defaultdict(set)
    for urn in before | after:
        if before.get(urn) != after.get(urn):
            *_, type_, resource = urn.split("::")
            kind, _, token = type_.rpartition("$")[2].partition(":")
            # What components are told of grants changes with the policies made of it.
            if kind == "aws":
                found[resource.split("-")[0]].add(token)
    return dict(found)


def test_one_changed_setting_of_each_kind_touches_what_its_page_says(
    offline: Offline, tmp_path: Path
):
    def up(*, changed: bool) -> None:
        folder = write_program(
            tmp_path / "program", PROGRAM, stack_file(changed=changed), name="palisade"
        )
        offline.run("up", "--yes", "--skip-preview", folder=folder, timeout=300).ok()

    up(changed=False)
    before = facts(offline.state("palisade"))
    up(changed=True)

    found = touched(offline, before)
    assert {case: found.get(name(case)) for case in CHANGES} == {
        case: types for case, (*_, types) in CHANGES.items()
    }
    assert len(found) == len(CHANGES)
