"""apis/observability: queries, counts, alarms and the dashboard over access logs."""

import json
import re

import pytest
from pydantic import ValidationError

from components.apis.observability import Observability
from components.apis.observability.counts import COUNTS
from components.apis.observability.queries import HERE, queries
from components.apis.observability.settings import ObservabilityArgs
from components.catalog import architecture
from components.foundation.access_log import HTTP_LOG, REST_LOG
from tests.support.architectures import alone
from tests.support.filter_pattern import matches
from tests.support.guardrails import verdicts
from tests.support.insights import QueryError, fields_of

SHOP = {"kind": "rest", "api_name": "shop-1", "log_group_name": "/logs/shop"}
SITE = {"kind": "http", "api_id": "a1b2c3", "log_group_name": "/logs/site"}
BOTH = {"shop": SHOP, "site": SITE}
WRITTEN = {"rest": {f.name for f in REST_LOG}, "http": {f.name for f in HTTP_LOG}}
KINDS = {"every": ("rest", "http"), "rest": ("rest",), "http": ("http",)}
FILES = [(kind, name) for kind in KINDS for name in queries(kind)]


def look(**given):
    return alone(Observability, "look", given)


def refusal(**given):
    with pytest.raises(ValidationError) as caught:
        ObservabilityArgs.model_validate(given)
    return str(caught.value)


@pytest.mark.parametrize(("kind", "name"), FILES, ids=["/".join(file) for file in FILES])
def test_a_query_names_only_fields_that_the_access_log_has(kind, name):
    used = fields_of(queries(kind)[name])
    assert used, "a query that looks at nothing"
    for api in KINDS[kind]:
        assert used - WRITTEN[api] == set()


def test_every_file_is_a_query_of_a_known_kind():
    files = {
        path.relative_to(HERE).as_posix() for path in HERE.rglob("*.*") if path.suffix != ".pyc"
    }
    assert files - {f"{kind}/{name}.cwli" for kind, name in FILES} == {"__init__.py"}


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("fields a, b * 1 as c | sort c desc", {"a", "b"}),
        ("stats count(*) as n, pct(d, 95) by bin(5m), e | sort n desc", {"d", "e"}),
        ('filter a in ["x", "y"] and b != "-" or c like /^5/', {"a", "b", "c"}),
        ("# why\nfilter ispresent(a)\n| display @timestamp, b\n| limit 5", {"a", "b"}),
    ],
)
def test_the_fields_of_a_query_are_found(query, fields):
    assert fields_of(query) == fields


@pytest.mark.parametrize(
    "query",
    [
        "field a",
        "fields a,",
        "filter a =",
        'filter a = "open',
        "stats total(a)",
        "sort a sideways",
        "limit many",
        "stats count(* by a",
        "fields a b",
        "stats a by b",
    ],
)
def test_what_is_no_query_is_not_read_as_one(query):
    with pytest.raises(QueryError):
        fields_of(query)


def test_queries_look_at_the_logs_of_the_apis_that_write_their_fields():
    made = look(apis=BOTH).of("queryDefinition:QueryDefinition")
    assert made["look-failures"]["logGroupNames"] == ["/logs/shop", "/logs/site"]
    assert made["look-phases-rest"]["logGroupNames"] == ["/logs/shop"]
    assert made["look-refusals-http"]["logGroupNames"] == ["/logs/site"]
    assert made["look-phases-rest"]["name"] == "Palisade/look/phases-rest"


def test_an_http_api_gets_no_query_of_phases_that_it_does_not_have():
    assert not [name for name in look(apis={"site": SITE}).of("QueryDefinition") if "rest" in name]


REST_KINDS = ("cors", "direct-integration", "private-mtls", "query-string-key", "vpc-link-rest")
HTTP_KINDS = ("cors", "storage-first", "vpc-link-http")


@pytest.mark.parametrize(
    ("kind", "named"),
    [*((kind, "api_name") for kind in REST_KINDS), *((kind, "api_id") for kind in HTTP_KINDS)],
)
def test_an_api_says_what_this_needs_to_look_at_it(kind, named):
    assert {named, "log_group_name"} <= set(architecture(f"apis/{kind}").outputs())


def line(fields=REST_LOG, **values):
    return {**{field.name: "-" for field in fields}, "status": "200", **values}


def passed(**values):
    done = {"integrationServiceStatus": "200", "integrationStatus": "200"}
    return line(**{"wafResponse": "WAF_ALLOW", "authorizeStatus": "200", **done, **values})


LINES = [
    ("answered", passed(), set()),
    ("not found at the backend", passed(status="404", integrationStatus="404"), set()),
    ("code answered 500", passed(status="500", integrationStatus="500"), {"failed"}),
    ("code raised", passed(status="502", integrationError="Lambda execution failed"), {"failed"}),
    (
        "call refused",
        passed(status="500", integrationServiceStatus="403", integrationError="no permission"),
        {"failed"},
    ),
    ("bad signature", line(status="403", authenticateStatus="403"), {"refused"}),
    ("not allowed", line(status="403", authorizeStatus="403"), {"refused"}),
    ("no token", line(status="401"), {"refused"}),
    ("backend says 403", passed(status="403", integrationStatus="403"), set()),
    ("too many", line(status="403", wafResponse="WAF_BLOCK", wafStatus="403"), {"blocked"}),
    ("authorizer raised", line(status="500", authorizerStatus="500"), {"authorizer_failed"}),
]


@pytest.mark.parametrize(("name", "logged", "counted"), LINES, ids=[case[0] for case in LINES])
def test_a_line_of_a_rest_api_is_counted_where_it_belongs(name, logged, counted):
    assert {key for key, it in COUNTS.items() if matches(it.patterns["rest"], logged)} == counted


@pytest.mark.parametrize(
    ("logged", "counted"),
    [
        ({"status": "401", "authorizerError": "The token has expired"}, {"refused"}),
        ({"status": "200", "integrationServiceStatus": "200"}, set()),
        ({"status": "503", "integrationError": "no host"}, {"failed"}),
    ],
)
def test_a_line_of_an_http_api_is_counted_too(logged, counted):
    of_http = {key: it.patterns["http"] for key, it in COUNTS.items() if "http" in it.patterns}
    logged = line(HTTP_LOG, **logged)
    assert {key for key, pattern in of_http.items() if matches(pattern, logged)} == counted


@pytest.mark.parametrize("kind", ["rest", "http"])
def test_counts_read_only_fields_that_the_access_log_has(kind):
    patterns = [it.patterns[kind] for it in COUNTS.values() if kind in it.patterns]
    named = {word[2:] for p in patterns for word in p.replace("(", " ").split() if "$." in word}
    assert named
    assert named <= WRITTEN[kind]


def test_failures_alarm_from_the_first_and_refusals_only_when_asked_for():
    alarms = look(apis=BOTH).of("metricAlarm:MetricAlarm")
    assert sorted(alarms) == [
        "look-shop-authorizer-failed-alarm",
        "look-shop-failed-alarm",
        "look-site-failed-alarm",
    ]
    asked = look(apis=BOTH, alarms={"failed": None, "authorizer_failed": None, "refused": 50})
    assert {
        name: alarm["threshold"] for name, alarm in asked.of("metricAlarm:MetricAlarm").items()
    } == {"look-shop-refused-alarm": 50, "look-site-refused-alarm": 50}


def test_an_alarm_watches_what_its_filter_counts_and_says_what_to_do():
    made = look(apis=BOTH)
    alarm = made.of("metricAlarm:MetricAlarm")["look-site-failed-alarm"]
    counted = made.of("LogMetricFilter")["look-site-failed"]
    assert counted["logGroupName"] == "/logs/site"
    assert counted["metricTransformation"]["namespace"] == alarm["namespace"]
    assert counted["metricTransformation"]["name"] == alarm["metricName"]
    assert "Run the query failures" in alarm["alarmDescription"]


@pytest.mark.parametrize("count", COUNTS)
def test_advice_names_a_query_that_there_is(count):
    (name,) = re.findall(r"the query ([a-z-]+)", COUNTS[count].advice)
    for kind in COUNTS[count].patterns:
        assert name in {**queries("every"), **queries(kind)}


def widgets(deployed):
    (made,) = deployed.of("dashboard:Dashboard").values()
    return json.loads(made["dashboardBody"])["widgets"]


def test_there_is_no_dashboard_unless_asked_for():
    assert look(apis=BOTH).of("dashboard:Dashboard") == {}


def test_widgets_name_the_metrics_of_each_flavour_with_its_dimensions():
    found = {
        w["properties"]["title"]: w["properties"] for w in widgets(look(apis=BOTH, dashboard=True))
    }
    rest = [metric[:-1] for metric in found["shop: answers"]["metrics"]]
    assert rest == [
        ["AWS/ApiGateway", name, "ApiName", "shop-1", "Stage", "live"]
        for name in ("Count", "4XXError", "5XXError")
    ]
    http = [metric[:-1] for metric in found["site: answers"]["metrics"]]
    assert http == [
        ["AWS/ApiGateway", name, "ApiId", "a1b2c3", "Stage", "$default"]
        for name in ("Count", "4xx", "5xx")
    ]
    assert [m[1] for m in found["site: latency, ms"]["metrics"]] == [
        *["Latency"] * 2,
        *["IntegrationLatency"] * 2,
    ]
    assert found["failures"]["query"].startswith("SOURCE '/logs/shop' | SOURCE '/logs/site' | ")


def test_counts_on_the_dashboard_are_those_that_the_filters_make():
    deployed = look(apis=BOTH, dashboard=True)
    made = {
        (f["metricTransformation"]["namespace"], f["metricTransformation"]["name"])
        for f in deployed.of("LogMetricFilter").values()
    }
    shown = {
        (metric[0], metric[1])
        for widget in widgets(deployed)
        if widget["properties"]["title"].endswith("by phase")
        for metric in widget["properties"]["metrics"]
    }
    assert shown == made


def test_widgets_do_not_overlap():
    places = [
        (x, y)
        for w in widgets(look(apis=BOTH, dashboard=True))
        for x in range(w["x"], w["x"] + w["width"])
        for y in range(w["y"], w["y"] + w["height"])
    ]
    assert len(places) == len(set(places))
    assert max(x for x, _ in places) < 24


def test_the_own_api_asks_for_a_signature_and_is_looked_at_like_others():
    deployed = look(own={})
    methods = deployed.of("apigateway/method:Method").values()
    assert {method["authorization"] for method in methods} == {"AWS_IAM"}
    group = deployed.resource("look-access-logs").outputs["name"]
    assert deployed.of("LogMetricFilter")["look-own-failed"]["logGroupName"] == group
    assert deployed.of("QueryDefinition")["look-blocked-rest"]["logGroupNames"] == [group]


def test_the_firewall_is_off_unless_asked_for_and_stands_at_the_stage():
    assert look(own={}).of("webAcl:WebAcl") == {}
    deployed = look(own={"web_acl": {"requests": 50, "window_seconds": 60}})
    (acl,) = deployed.of("webAcl:WebAcl").values()
    (rule,) = acl["rules"]
    assert rule["statement"]["rateBasedStatement"] == {
        "aggregateKeyType": "IP",
        "limit": 50,
        "evaluationWindowSec": 60,
    }
    assert rule["action"] == {"block": {}}
    assert acl["defaultAction"] == {"allow": {}}
    (association,) = deployed.of("WebAclAssociation").values()
    assert association["resourceArn"] == deployed.resource("look-stage").outputs["arn"]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, "nothing to look at"),
        ({"apis": {"own": SHOP}, "own": {}}, "another name than own"),
        ({"apis": {"shop": {**SHOP, "kind": "http"}}}, "api_id"),
        ({"apis": {"shop": {**SHOP, "kind": "websocket"}}}, "kind"),
        ({"own": {"web_acl": {"requests": 9}}}, "10"),
        ({"own": {"web_acl": {"window_seconds": 30}}}, "60"),
        ({"own": {"routes": ["GET /a", "GET /a"]}}, "once"),
        ({"apis": BOTH, "alarms": {"failed": -1}}, "0"),
    ],
)
def test_what_cannot_work_is_refused(given, wanted):
    assert wanted in refusal(**given)


@pytest.mark.parametrize("preview", [True, False], ids=["preview", "deployed"])
def test_no_rule_has_anything_against_it(preview):
    given = {"apis": BOTH, "own": {"web_acl": {}}, "dashboard": True, "alarms": {"refused": 1}}
    assert verdicts("apis/observability", given, preview=preview) == []
