"""events/appsync-target: the rule, what it makes of an event, and who may call the mutation."""

import json
import re

import graphql
import pytest
from pydantic import ValidationError

from components.events.appsync_target import FLIGHT_EVENTS, AppsyncTarget, AppsyncTargetArgs
from components.foundation.graphql_api import endpoint
from policies.values import UNKNOWN
from tests.support.architectures import alone
from tests.support.guardrails import verdicts
from tests.support.hostile import HOSTILE

# What AppSync knows beside the schema. Source: AppSync developer guide, "Scalar types",
# "Configuring authorization": directives stand on types and fields.
APPSYNC = """
scalar AWSDate
scalar AWSDateTime
scalar AWSJSON
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
directive @aws_iam on OBJECT | FIELD_DEFINITION
directive @aws_api_key on OBJECT | FIELD_DEFINITION
directive @aws_oidc on OBJECT | FIELD_DEFINITION
directive @aws_cognito_user_pools on OBJECT | FIELD_DEFINITION
"""
DETAIL = {
    "flightNum": 123,
    "carrierCode": "JK",
    "date": "2024-01-25",
    "event": "FlightDelayed",
    "message": "Delayed 15 minutes, late aircraft",
    "info": '{"newDepTime": "2024-01-25T13:15:00Z", "delayMinutes": 15}',
}
OIDC = {"issuer": "https://login.example.com", "client_id": "^board$"}
POOL = {"user_pool_id": "eu-west-1_abc"}
API = "appsync/graphQLApi:GraphQLApi"
RULE = "eventRule:EventRule"


def board(preview=False, **settings):
    return alone(AppsyncTarget, "board", settings, preview=preview)


def transformed(transformer, detail):
    """What EventBridge makes of an event: unquoted placeholders become JSON."""
    values = {
        name: detail[path.removeprefix("$.detail.")]
        for name, path in transformer["inputPaths"].items()
    }
    text = re.sub(r"<(\w+)>", lambda m: json.dumps(values[m[1]]), transformer["inputTemplate"])
    return json.loads(text)


def schema_of(deployed):
    return graphql.build_schema(APPSYNC + deployed.resource("board", API).inputs["schema"])


def target(deployed):
    return deployed["board-target"]


def pattern(deployed):
    return json.loads(deployed.resource("board", RULE).inputs["eventPattern"])


def test_rule_takes_the_eight_kinds_of_one_source():
    assert pattern(board()) == {
        "source": ["airport-operations"],
        "detail": {"event": list(FLIGHT_EVENTS)},
    }


def test_pattern_wants_just_what_the_schema_can_say():
    deployed = board()
    kinds = schema_of(deployed).type_map["StatusEvent"]
    assert isinstance(kinds, graphql.GraphQLEnumType)
    assert set(kinds.values) == set(pattern(deployed)["detail"]["event"])


def test_event_becomes_the_mutations_variables():
    assert transformed(target(board())["inputTransformer"], DETAIL) == {
        "input": {
            "num": 123,
            "carrier": "JK",
            "date": "2024-01-25",
            "event": "FlightDelayed",
            "message": "Delayed 15 minutes, late aircraft",
            "extra": DETAIL["info"],
        }
    }


def test_message_arrives_as_it_was_written():
    transformer = target(board())["inputTransformer"]
    for message in ['gate "A 12"', "<num>", *HOSTILE.values()]:
        found = transformed(transformer, {**DETAIL, "message": message})
        assert found["input"] == {**found["input"], "message": message, "num": 123}


@pytest.mark.parametrize("clients", ["none", "api_key", OIDC, POOL], ids=str)
def test_operation_fits_the_schema_whoever_the_clients_are(clients):
    deployed = board(clients=clients)
    schema = schema_of(deployed)
    document = graphql.parse(target(deployed)["appsyncTarget"]["graphqlOperation"])
    assert graphql.validate_schema(schema) == []
    assert graphql.validate(schema, document) == []


def test_operation_takes_what_the_transformer_gives():
    deployed = board()
    schema = schema_of(deployed)
    document = graphql.parse(target(deployed)["appsyncTarget"]["graphqlOperation"])
    operation = graphql.get_operation_ast(document)
    assert operation is not None
    variables = transformed(target(deployed)["inputTransformer"], DETAIL)
    found = graphql.execution.values.get_variable_values(
        schema, operation.variable_definitions or (), variables
    )
    assert not isinstance(found, list), found


def test_subscribers_get_every_field_that_they_can_filter_by_or_ask_for():
    deployed = board()
    schema = schema_of(deployed)
    assert schema.subscription_type is not None
    field = schema.subscription_type.fields["onFlightStatusUpdate"]
    document = target(deployed)["appsyncTarget"]["graphqlOperation"]
    update = graphql.get_named_type(field.type)
    assert isinstance(update, graphql.GraphQLObjectType)
    for name in {*field.args, *update.fields}:
        assert re.search(rf"\b{name}\b", document), name


DIRECTIVES = [
    ("none", "@aws_iam", []),
    ("api_key", "@aws_iam @aws_api_key", [{"authenticationType": "API_KEY"}]),
    (OIDC, "@aws_iam @aws_oidc", [{"authenticationType": "OPENID_CONNECT", "openidConnectConfig":
     {"issuer": OIDC["issuer"], "clientId": "^board$"}}]),
    (POOL, "@aws_iam @aws_cognito_user_pools", [{"authenticationType":
     "AMAZON_COGNITO_USER_POOLS", "userPoolConfig": {"userPoolId": "eu-west-1_abc"}}]),
]  # fmt: skip


@pytest.mark.parametrize(("clients", "directives", "providers"), DIRECTIVES, ids=str)
def test_clients_may_read_and_only_iam_may_write(clients, directives, providers):
    deployed = board(clients=clients)
    inputs = deployed.resource("board", API).inputs
    assert inputs["authenticationType"] == "AWS_IAM"
    assert inputs.get("additionalAuthenticationProviders", []) == providers
    assert f"type StatusUpdate {directives} {{" in inputs["schema"]
    assert "@clients" not in inputs["schema"]
    mutation = schema_of(deployed).mutation_type
    assert mutation is not None
    nodes = [mutation.ast_node, *(field.ast_node for field in mutation.fields.values())]
    assert [node.directives or () for node in nodes if node] == [(), ()]


def test_role_of_the_rule_may_call_that_one_mutation_of_the_api():
    deployed = board()
    api = deployed.resource("board", API)
    (statement,) = json.loads(deployed["board-invoke-policy"]["policy"])["Statement"]
    assert statement["Action"] == ["appsync:GraphQL"]
    assert statement["Resource"] == [
        f"{api.outputs['arn']}/types/Mutation/fields/updateFlightStatus"
    ]
    assert ":apis/" in statement["Resource"][0]


def test_role_is_for_this_rule_alone():
    deployed = board()
    trust = json.loads(deployed["board-invoke-role"]["assumeRolePolicy"])["Statement"][0]
    assert trust["Principal"] == {"Service": "events.amazonaws.com"}
    arn = deployed.resource("board", RULE).outputs["arn"]
    assert trust["Condition"]["ArnEquals"] == {"aws:SourceArn": arn}


def test_target_is_the_endpoint_and_not_the_api():
    deployed = board()
    assert target(deployed)["arn"] == (
        "arn:aws:appsync:eu-west-1:123456789012:endpoints/graphql-api/boardhost"
    )


def test_endpoints_id_is_the_first_label_of_the_host():
    found = endpoint(
        "arn:aws-cn:appsync:cn-north-1:123456789012:apis/aaa",
        "https://bbb.appsync-api.cn-north-1.amazonaws.com.cn/graphql",
    )
    assert found == "arn:aws-cn:appsync:cn-north-1:123456789012:endpoints/graphql-api/bbb"


def test_events_that_fail_are_kept_and_somebody_is_told():
    deployed = board(retry_attempts=5, max_age_seconds=120)
    dead = deployed.resource("board-undelivered", "sqs/queue:Queue")
    assert target(deployed)["deadLetterConfig"] == {"arn": dead.outputs["arn"]}
    assert target(deployed)["retryPolicy"] == {
        "maximumRetryAttempts": 5,
        "maximumEventAgeInSeconds": 120,
    }
    alarms = deployed.of("metricAlarm:MetricAlarm")
    assert alarms["board-undelivered-alarm"]["dimensions"] == {"QueueName": dead.outputs["name"]}
    assert alarms["board-api-errors-alarm"]["dimensions"] == {"GraphQLAPIId": "board-id"}


def test_no_event_comes_before_resolvers_and_permission_are_there():
    deployed = board()
    after = deployed.resource("board-target").dependencies
    resolvers = [item for item in deployed.resources if item.type.endswith(":Resolver")]
    assert len(resolvers) == 2
    assert {item.urn for item in resolvers} <= set(after)
    assert deployed.resource("board-invoke-policy").urn in after


def test_own_bus_is_made_only_where_none_is_named():
    assert list(board().of("eventBus:EventBus")) == ["board"]
    deployed = board(bus_name="orders")
    assert deployed.of("eventBus:EventBus") == {}
    assert target(deployed)["eventBusName"] == "orders"
    assert deployed.resource("board", RULE).inputs["eventBusName"] == "orders"


def test_key_for_clients_is_made_only_where_they_use_one():
    assert board().of("apiKey:ApiKey") == {}
    assert list(board(clients="api_key").of("apiKey:ApiKey")) == ["board-key"]


def test_outputs_say_where_to_publish_query_and_subscribe():
    deployed = board()
    outputs = deployed.component("board", "events:AppsyncTarget").outputs
    assert outputs == {
        "bus_name": "board-0a1b2c3",
        "api_url": "https://boardhost.appsync-api.eu-west-1.amazonaws.com/graphql",
        "realtime_url": "wss://boardhost.appsync-realtime-api.eu-west-1.amazonaws.com/graphql",
        "api_id": "board-id",
        "undelivered_url": deployed.resource("board-undelivered").outputs["url"],
    }


def test_preview_knows_what_does_not_need_the_api():
    deployed = board(preview=True)
    assert target(deployed)["arn"] is UNKNOWN
    assert pattern(deployed)["source"] == ["airport-operations"]
    assert target(deployed)["inputTransformer"]["inputPaths"]["num"] == "$.detail.flightNum"


REFUSED = [
    ("no such schema", {"schema_file": "handlers/none.graphql"}, "a file in this repository"),
    ("file outside", {"operation_file": "/etc/passwd"}, "a file in this repository"),
    ("no such resolver", {"resolvers": {"Query.x": "none.js"}}, "a file in this repository"),
    ("resolver of no field", {"resolvers": {"Query": "README.md"}}, "match pattern"),
    ("no resolver", {"resolvers": {}}, "at least 1"),
    ("name that is none", {"mutation": "update status"}, "match pattern"),
    ("field that is none", {"input": {"flight num": "$.detail.x"}}, "match pattern"),
    ("path that is none", {"input": {"num": "detail.flightNum"}}, "match pattern"),
    ("no field", {"input": {}}, "at least 1"),
    ("no filter", {"detail": {}}, "at least 1"),
    ("filter that nothing passes", {"detail": {"event": []}}, "at least 1"),
    ("too many retries", {"retry_attempts": 186}, "less than or equal to 185"),
    ("too old", {"max_age_seconds": 86401}, "less than or equal to 86400"),
    ("issuer without TLS", {"clients": {"issuer": "http://login.example.com"}}, "match pattern"),
]


@pytest.mark.parametrize(("name", "settings", "says"), REFUSED, ids=[c[0] for c in REFUSED])
def test_settings_are_refused(name, settings, says):
    with pytest.raises(ValidationError, match=says):
        AppsyncTargetArgs.model_validate(settings)


@pytest.mark.parametrize("preview", [False, True], ids=["up", "preview"])
def test_guardrails_find_nothing(preview):
    said = verdicts("events/appsync-target", {"clients": "api_key"}, preview=preview)
    assert [verdict for verdict in said if "Finding" in verdict] == []
