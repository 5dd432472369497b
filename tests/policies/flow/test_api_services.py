"""API Gateway, AppSync, function URLs, alarms and log groups."""

from dataclasses import replace

import pytest

from policies.flow import flow_of
from policies.values import UNKNOWN
from policies.view import Stack
from tests.policies.flow.shared import (
    HOST,
    ID,
    URL,
    before_and_after,
    destination,
    edges,
    http_api,
    loops,
    part_of,
    programs,
    proxy,
    rest_api,
    unfollowed,
    url_of,
    written,
)
from tests.support.builders import arn
from tests.support.program import Program


def function_behind_an_api_that_it_calls(p):
    api = rest_api(p)
    called = arn("execute-api", ID) if p.known else api
    worker = p.function("f", p.may("execute-api:Invoke", called, "/*/POST/orders"))
    proxy(p, api, worker)


def api_that_puts_into_a_queue_whose_function_calls_it(p):
    api, jobs = rest_api(p), p.queue("jobs")
    role = p.role("api-role", p.may("sqs:SendMessage", jobs))
    uri = "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/jobs"
    own = {"type": "AWS", "uri": uri, "credentials": role}
    part_of(p, api, "integration:Integration", "direct", **own)
    called = arn("execute-api", ID) if p.known else api
    p.starts(jobs, p.function("f", p.may("execute-api:Invoke", called, "/*")))


def function_behind_an_http_api(p):
    worker = p.function("f", p.may("dynamodb:PutItem", arn("dynamodb", "table/none")))
    own = {"integrationType": "AWS_PROXY", "integrationUri": worker}
    part_of(p, http_api(p), "integration:Integration", "proxy", **own)


def api_destination_at_the_stacks_own_api(p):
    api, bus = rest_api(p), p.bus("orders")
    worker = p.function("f", p.may("events:PutEvents", bus))
    proxy(p, api, worker)
    call = destination(p, "call", f"{HOST}/prod/orders", api)
    p.rule("back", bus, {"source": ["shop"]}, call)


def api_destination_at_the_url_of_a_function(p):
    bus = p.bus("orders")
    worker = p.function("f", p.may("events:PutEvents", bus))
    call = destination(p, "call", URL, url_of(p, worker))
    p.rule("back", bus, {"source": ["shop"]}, call)


def graphql(p, role=None, function=None):
    known = {"id": "g1h2", "arn": arn("appsync", "apis/g1h2")} if p.known else {"id": UNKNOWN}
    api = p.make("aws:appsync/graphQLApi:GraphQLApi", "graphql", **known)
    own = {"serviceRoleArn": role} if role else {"lambdaConfig": {"functionArn": function}}
    p.make(
        "aws:appsync/dataSource:DataSource",
        "source",
        apiId="g1h2" if p.known else UNKNOWN,
        deps={"apiId": [api]},
        **own,
    )
    return api


def graphql_api_that_writes_to_a_table_whose_function_calls_it(p):
    items = p.make("aws:dynamodb/table:Table", "items", streamEnabled=True)
    api = graphql(p, role=p.role("source-role", p.may("dynamodb:PutItem", items)))
    worker = p.function("f", p.may("appsync:GraphQL", api, "/types/Mutation/*"))
    p.starts(items, worker)


def graphql_api_whose_function_calls_it(p):
    worker = p.function("f", p.may("appsync:GraphQL", arn("appsync", "apis/g1h2"), "/*"))
    graphql(p, function=worker)


def graphql_api_that_calls_the_url_of_its_caller(p):
    worker = p.function("f", p.may("appsync:GraphQL", arn("appsync", "apis/g1h2"), "/*"))
    api = graphql(p, function=p.function("other"))
    p.make(
        "aws:appsync/dataSource:DataSource",
        "call",
        apiId="g1h2",
        httpConfig={"endpoint": URL.removesuffix("/")},
        deps={"apiId": [api], "httpConfig": [url_of(p, worker)]},
    )


def graphql_api_that_asks_its_caller(p):
    worker = p.function("f", p.may("appsync:GraphQL", arn("appsync", "apis/g1h2"), "/*"))
    p.make(
        "aws:appsync/graphQLApi:GraphQLApi",
        "graphql",
        id="g1h2",
        arn=arn("appsync", "apis/g1h2"),
        additionalAuthenticationProviders=[{"lambdaAuthorizerConfig": {"authorizerUri": worker}}],
    )


def rule_into_a_log_group_that_its_own_writer_reads(p):
    orders = p.bus("orders")
    kept = p.make("aws:cloudwatch/logGroup:LogGroup", "/aws/events/orders")
    p.rule("keep", orders, {"source": ["shop"]}, kept)
    p.make(
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "lines",
        logGroup="/aws/events/orders",
        destinationArn=p.function("f", p.may("events:PutEvents", orders)),
        filterPattern="",
    )


def function_that_reads_its_own_log(p, **props):
    worker = p.function("f")
    p.make("aws:cloudwatch/logGroup:LogGroup", "/aws/lambda/f")
    p.make(
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "lines",
        **{"logGroup": "/aws/lambda/f", "destinationArn": worker, "filterPattern": "", **props},
    )


def function_that_reads_some_lines_of_its_own_log(p):
    function_that_reads_its_own_log(p, filterPattern="ERROR")


def function_that_reads_the_log_of_another(p):
    p.function("other")
    function_that_reads_its_own_log(p, logGroup="/aws/lambda/other")


def stream_of_the_log_of_its_own_reader(p):
    lines = p.make("aws:kinesis/stream:Stream", "lines")
    p.starts(lines, p.function("f"))
    p.make(
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "subscription",
        logGroup="/aws/lambda/f",
        destinationArn=lines,
        filterPattern="",
    )


def alarm_that_tells_a_topic(p):
    alerts = p.topic("alerts")
    p.subscription(alerts, p.function("f", p.may("sns:Publish", arn("sns", "other"))))
    p.make("aws:cloudwatch/metricAlarm:MetricAlarm", "failures", alarmActions=[alerts])


CASES = [
    (function_behind_an_api_that_it_calls, ["? f → api"]),
    (function_behind_an_http_api, []),
    (api_destination_at_the_stacks_own_api, ["? f → orders → call → api"]),
    (api_destination_at_the_url_of_a_function, ["f → orders → call"]),
    (function_that_reads_its_own_log, ["f → /aws/lambda/f"]),
    (rule_into_a_log_group_that_its_own_writer_reads, ["f → orders → /aws/events/orders"]),
    (function_that_reads_some_lines_of_its_own_log, ["? f → /aws/lambda/f"]),
    (function_that_reads_the_log_of_another, []),
    (stream_of_the_log_of_its_own_reader, ["f → /aws/lambda/f → lines"]),
    (alarm_that_tells_a_topic, []),
]


@before_and_after
@programs(CASES)
def test_loops(write, expected, known):
    assert loops(write, known) == expected


BY_ROLES = [
    (api_that_puts_into_a_queue_whose_function_calls_it, ["? f → api → jobs"]),
    (graphql_api_that_writes_to_a_table_whose_function_calls_it, ["? f → graphql → items"]),
    (graphql_api_whose_function_calls_it, ["? f → graphql"]),
    (graphql_api_that_calls_the_url_of_its_caller, ["? f → graphql"]),
    (graphql_api_that_asks_its_caller, ["? f → graphql"]),
]


@programs(BY_ROLES)
def test_what_an_api_does_by_its_role_is_known_with_the_document(write, expected):
    assert loops(write) == expected


@pytest.mark.parametrize("left_out", [(), ("id",)], ids=["id and ARN", "ARN alone"])
def test_an_api_is_known_by_its_id_or_by_its_arn(left_out):
    p = written(function_behind_an_api_that_it_calls)
    api = next(item for item in p.resources if item.name == "api")
    kept = {key: value for key, value in api.properties.items() if key not in left_out}
    p.resources[p.resources.index(api)] = replace(api, properties=kept)
    flow, _ = flow_of(Stack(p.resources))
    assert {n.place.urn for n in flow.nodes if n.place.kind == "API"} == {api.urn}


def test_the_alarm_is_seen_to_start_something():
    assert ("failures", "tells", "alerts") in edges(written(alarm_that_tells_a_topic))


def test_logs_that_nobody_reads_are_not_drawn():
    p = Program(known=True)
    p.function("f", p.may("sqs:SendMessage", p.queue("jobs")))
    flow, _ = flow_of(Stack(p.resources))
    assert [node.place.kind for node in flow.nodes] == ["function", "queue"]


def test_an_address_elsewhere_is_listed():
    p = Program(known=True)
    destination(p, "call", "https://hooks.example.com/")
    assert unfollowed(p) == {"API destination elsewhere": 1}
