"""Outputs of every kind reach other architectures of the stack file through `${…}`."""

import json
from collections.abc import Callable

import pytest

from components.catalog import architecture, kinds
from components.environment import Environment
from policies.registry import rule_ids
from policies.values import UNKNOWN
from tests.support.guardrails import BASE
from tests.support.links import hosts
from tests.support.mutual_tls import ANSWERS
from tests.support.recorder import Deployed, deploy

pytestmark = pytest.mark.large

HERE = "eu-west-1:123456789012"
HELLO = {
    "hello": {"handler": "handlers.apis.query_string_key.hello.handler", "routes": ["GET /hello"]}
}
ECHO = {"kind": "alb", "behind": {"handler": "handlers.apis.vpc_link_http.echo.handler"}}
SITE = {
    "kind": "apis/cors",
    "cors": {"origins": ["https://app.example.com"]},
    "functions": {
        "hello": {"handler": "handlers.apis.cors.http.handler", "routes": ["GET /hello"]}
    },
}
EVENTS = {"source": "orders", "detail_types": ["placed"]}
CALLED = {"kind": "connection", "auth": {"value": "${secret:relay_key}"}}
NETWORK = {"vpc_id": "vpc-1", "subnet_ids": ["subnet-a", "subnet-b"], "cidr": "10.9.0.0/16"}
TLS = {"domain_name": "orders.example.com", "zone_id": "Z1"}

GIVING = {
    "site": SITE,
    "orders": {"kind": "apis/storage-first", "queue": {}, "bus": {}, "stream": {}, "workflow": {}},
    "shop": {
        "kind": "apis/direct-integration",
        **{service: {} for service in ("table", "queue", "topic", "bucket", "workflow")},
    },
    "cup": {
        "kind": "apis/canary",
        "releases": {"v1": {}, "v2": {}},
        "stable": "v1",
        "candidate": "v2",
    },
    "pay": {
        "kind": "apis/private-mtls",
        "domain_name": "api.example.com",
        "zone_id": "Z1",
        "ca": {"organization": "Example"},
        "consumers": {"account_ids": ["210987654321"]},
    },
    "keys": {"kind": "apis/query-string-key", "functions": HELLO, "clients": {"web": {}}},
    "web": {"kind": "apis/vpc-link-http", "backends": {"echo": {**ECHO, "routes": ["GET /"]}}},
    "rest": {
        "kind": "apis/vpc-link-rest",
        "link": {"kind": "v1"},
        "backends": {"echo": ECHO},
        "services": {"echo": {"backend": "echo", "routes": ["GET /"]}},
    },
    "corp": {
        "kind": "apis/on-premises",
        "clients": {"cidrs": ["10.20.0.0/16"]},
        "dns": {"kind": "private-dns"},
        "resolver": {},
    },
    "look": {"kind": "apis/observability", "own": {}, "dashboard": True},
    "board": {"kind": "events/appsync-target"},
}
TAKING = {
    # Also gives: it stands on another's output.
    "client": {
        "kind": "apis/private-mtls-consumer",
        "service_name": "${pay.service_name}",
        "domain_name": "${pay.domain_name}",
    },
    "relay": {
        "kind": "events/private-endpoint",
        "bus_name": "${board.bus_name}",
        **EVENTS,
        "endpoint": {
            "kind": "existing",
            "url": "https://billing.example.com/events",
            "security_group_id": "${client.client_security_group_id}",
            "network": NETWORK,
        },
        "by": CALLED,
    },
    "watch": {
        "kind": "apis/observability",
        "apis": {
            "site": {
                "kind": "http",
                "api_id": "${site.api_id}",
                "log_group_name": "${site.log_group_name}",
            },
            **{
                name: {
                    "kind": "rest",
                    "api_name": f"${{{name}.api_name}}",
                    "log_group_name": f"${{{name}.log_group_name}}",
                }
                for name in ("cup", "keys", "shop", "pay", "rest", "corp", "look")
            },
        },
        "dashboard": True,
    },
    "bills": {
        "kind": "apis/vpc-link-http",
        "link": {"link_id": "${web.link_id}", "security_group_id": "${web.link_group_id}"},
        "backends": {
            "bills": {
                "kind": "listener",
                "listener_arn": f"arn:aws:elasticloadbalancing:{HERE}:listener/app/b/1/2",
                "security_group_id": "sg-1",
                "port": 80,
                "routes": ["GET /bills"],
            }
        },
    },
    "second": {
        "kind": "apis/vpc-link-rest",
        "link": {"kind": "v1", "link_id": "${rest.link_id}"},
        "backends": {"echo": {"kind": "port", "host": "${rest.balancer_host}", "port": 80}},
        "services": {"echo": {"backend": "echo", "routes": ["GET /"]}},
    },
    "branch": {
        "kind": "apis/on-premises",
        "clients": {"prefix_list_id": "${corp.prefix_list_id}"},
        "dns": {"kind": "custom-domain", **TLS, "private_zone": {}},
        "resolver": {
            "resolver_endpoint_id": "${corp.resolver_endpoint_id}",
            "vpc_id": "${corp.vpc_id}",
        },
    },
    "more": {
        "kind": "apis/storage-first",
        "queue": {"queue_arn": "${orders.queue_arn}"},
        "stream": {"stream_arn": "${orders.stream_arn}"},
        "bus": {"bus_arn": f"arn:aws:events:{HERE}:event-bus/${{orders.bus_name}}"},
        "workflow": {"state_machine_arn": "${orders.state_machine_arn}"},
    },
    "again": {
        "kind": "apis/direct-integration",
        "topic": {"topic_arn": "${shop.topic_arn}"},
        "bucket": {"bucket_arn": "arn:aws:s3:::${shop.bucket_name}"},
        "table": {"table_arn": f"arn:aws:dynamodb:{HERE}:table/${{cup.table_name}}"},
    },
    "partner": {
        "kind": "events/private-endpoint",
        **EVENTS,
        "endpoint": {
            "kind": "shared",
            "url": "https://billing.example.com/events",
            "resource_configuration_arn": "${relay.resource_configuration_arn}",
        },
        "by": CALLED,
    },
}
GIVERS = {**GIVING, "client": TAKING["client"], "relay": TAKING["relay"]}


def texts(name: str) -> list[str]:
    """Outputs of the architecture that are texts."""
    found = architecture(str(GIVERS[name]["kind"]))
    return [key for key, hint in found.__annotations__.items() if "Output[str]" in str(hint)]


READER = {
    f"{name}_{output}".upper(): f"${{{name}.{output}}}" for name in GIVERS for output in texts(name)
}
"""A function that is told all there is to know: environment variable → reference."""


@pytest.fixture(scope="module")
def environment() -> Deployed:
    hello = {**SITE["functions"]["hello"], "environment": READER}
    reader = {**SITE, "functions": {"hello": hello}}
    config = {"palisade:architectures": json.dumps({**TAKING, **GIVING, "reader": reader})}
    validation = ANSWERS["pay-tls"]
    told = {
        **ANSWERS,
        **hosts("rest"),
        **hosts("web"),
        "branch-tls": validation,
        "branch": {"zoneId": "Z3"},
        "branch-endpoint": {"dnsEntries": [{"dnsName": "vpce.example.com", "hostedZoneId": "ZE"}]},
        "corp-resolver": {"ipAddresses": [{"ip": "10.0.0.11"}]},
        "pay-service": {**ANSWERS["pay-service"], "serviceName": "com.amazonaws.vpce.x.vpce-svc-1"},
    }
    return deploy(
        lambda: Environment.from_config(rule_ids()),
        config={**BASE, **config},
        secrets={"palisade:relay_key": "not-a-real-key"},
        answers=told,
    )


def of(deployed: Deployed, name: str) -> dict[str, object]:
    return deployed.component(name, architecture(str(GIVERS[name]["kind"])).__name__).outputs


def test_every_kind_gives_something_here():
    assert {str(entry["kind"]) for entry in GIVERS.values()} == set(kinds())


@pytest.mark.parametrize("name", GIVERS)
def test_every_output_reaches_another_architecture_as_it_is(environment, name):
    told = environment.resource("reader-hello", "function:Function").inputs
    given = of(environment, name)
    found = {key: told["environment"]["variables"][f"{name}_{key}".upper()] for key in texts(name)}
    assert found == {key: given[key] for key in texts(name)}
    assert UNKNOWN not in found.values()


def log_group(api: str) -> Callable[[Deployed], object]:
    """The log group in which `watch` counts failures of an API."""
    return lambda all_: all_[f"watch-{api}-failed"]["logGroupName"]


def may(name: str) -> Callable[[Deployed], object]:
    """The resource that a role's policy names."""
    return lambda all_: json.loads(all_[f"{name}-policy"]["policy"])["Statement"][0]["Resource"][0]


TAKEN = [
    ("site", "log_group_name", log_group("site")),
    ("cup", "log_group_name", log_group("cup")),
    ("keys", "log_group_name", log_group("keys")),
    ("shop", "log_group_name", log_group("shop")),
    ("corp", "log_group_name", log_group("corp")),
    ("look", "log_group_name", log_group("look")),
    ("pay", "service_name", lambda all_: all_.resource("client", "Endpoint").inputs["serviceName"]),
    (
        "client",
        "client_security_group_id",
        lambda all_: all_["relay-caller-to-endpoint-out-443"]["referencedSecurityGroupId"],
    ),
    ("web", "link_id", lambda all_: all_["bills-to-bills"]["connectionId"]),
    ("web", "link_group_id", lambda all_: all_["bills-link-to-bills-out-80"]["securityGroupId"]),
    (
        "rest",
        "link_id",
        lambda all_: all_.resource("second-get", "Integration").inputs["connectionId"],
    ),
    (
        "rest",
        "balancer_host",
        lambda all_: all_["second-stage"]["variables"]["echo"].removesuffix(":80"),
    ),
    (
        "corp",
        "prefix_list_id",
        lambda all_: all_["branch-endpoint-from-clients-tcp-443"]["prefixListId"],
    ),
    (
        "corp",
        "vpc_id",
        lambda all_: all_.resource("branch", "zone:Zone").inputs["vpcs"][1]["vpcId"],
    ),
    ("orders", "queue_arn", may("more-send")),
    ("orders", "stream_arn", may("more-record")),
    ("orders", "state_machine_arn", may("more-start")),
    ("shop", "topic_arn", lambda all_: all_["again-stage"]["variables"]["topic_arn"]),
    ("cup", "table_name", lambda all_: all_["again-stage"]["variables"]["table_name"]),
    ("board", "bus_name", lambda all_: all_.resource("relay", "Rule").inputs["eventBusName"]),
    (
        "relay",
        "resource_configuration_arn",
        lambda all_: all_.resource("partner", "eventConnection:EventConnection").inputs[
            "invocationConnectivityParameters"
        ]["resourceParameters"]["resourceConfigurationArn"],
    ),
]


@pytest.mark.parametrize(("name", "output", "taken"), TAKEN, ids=[f"{c[0]}.{c[1]}" for c in TAKEN])
def test_what_another_architecture_needs_arrives_where_it_belongs(environment, name, output, taken):
    found = of(environment, name)[output]
    assert found
    assert taken(environment) == found
