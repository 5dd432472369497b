import json

import pytest

from policies.core import UNKNOWN
from policies.rules.functions.caller_not_allowed import caller_not_allowed
from tests.support.apis import API, PLACE, REST_API, http_integration, rest_integration, route
from tests.support.builders import arn, function, resource, role
from tests.support.findings import run_rule

WORKER = function("worker")
GATEWAY = "apigateway.amazonaws.com"
CALLED = "calls worker, which does not let {} in (lambda:InvokeFunction)"
SHUT = [CALLED.format("API Gateway")]
LIVE = resource("aws:lambda/alias:Alias", "live", name="live", functionName=WORKER)
STAGE = resource("aws:apigateway/stage:Stage", "live", restApi=REST_API)
OTHER_API = resource("aws:apigateway/restApi:RestApi", "other")


def permission(principal=GATEWAY, of=WORKER, **props):
    given = {"principal": principal, "action": "lambda:InvokeFunction", "function": of, **props}
    return resource("aws:lambda/permission:Permission", "p", **given)


def rest(to=WORKER, **props):
    return rest_integration(None, **{"type": "AWS_PROXY", "uri": to, **props})


def http(to=WORKER, **props):
    return http_integration(None, "call", integrationUri=to, integrationSubtype=None, **props)


def authorizer(name="who", **props):
    given = {"restApi": REST_API, "type": "REQUEST", "authorizerUri": WORKER, **props}
    return resource("aws:apigateway/authorizer:Authorizer", name, **given)


def program(*others):
    return [WORKER, REST_API, PLACE, API, *others]


ONE = {
    "an authorizer": (authorizer(), "API Gateway", GATEWAY),
    "an authorizer of an HTTP API": (
        resource("aws:apigatewayv2/authorizer:Authorizer", "who", apiId=API, authorizerUri=WORKER),
        "API Gateway", GATEWAY),
    "an API made in one go": (
        resource("aws:apigatewayv2/api:Api", "quick", target=WORKER), "API Gateway", GATEWAY),
    "a user pool": (
        resource("aws:cognito/userPool:UserPool", "people", lambdaConfig={"preSignUp": WORKER}),
        "Cognito", "cognito-idp.amazonaws.com"),
    "a device rule": (
        resource("aws:iot/topicRule:TopicRule", "seen", lambdas=[{"functionArn": WORKER}]),
        "AWS IoT", "iot.amazonaws.com"),
    "a device rule's errors": (
        resource("aws:iot/topicRule:TopicRule", "seen",
                 errorAction={"lambda": {"functionArn": WORKER}}),
        "AWS IoT", "iot.amazonaws.com"),
    "a log group": (
        resource("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "logs",
                 logGroup="/app", destinationArn=WORKER),
        "CloudWatch Logs", "logs.eu-west-1.amazonaws.com"),
    "a rotation": (
        resource("aws:secretsmanager/secretRotation:SecretRotation", "turn",
                 secretId=UNKNOWN, rotationLambdaArn=WORKER),
        "Secrets Manager", "secretsmanager.amazonaws.com"),
    "a rule of AWS Config": (
        resource("aws:cfg/rule:Rule", "check",
                 source={"owner": "CUSTOM_LAMBDA", "sourceIdentifier": WORKER}),
        "AWS Config", "config.amazonaws.com"),
    "a target group": (
        resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "target",
                 targetGroupArn=UNKNOWN, targetId=WORKER),
        "Elastic Load Balancing", "elasticloadbalancing.amazonaws.com"),
    "an alarm": (
        resource("aws:cloudwatch/metricAlarm:MetricAlarm", "errors", alarmActions=[WORKER]),
        "CloudWatch", "lambda.alarms.cloudwatch.amazonaws.com"),
    "mail": (
        resource("aws:ses/receiptRule:ReceiptRule", "inbox",
                 lambdaActions=[{"functionArn": WORKER, "position": 1}]),
        "SES", "ses.amazonaws.com"),
    "a GraphQL API's authorizer": (
        resource("aws:appsync/graphQLApi:GraphQLApi", "graph",
                 lambdaAuthorizerConfig={"authorizerUri": WORKER}),
        "AppSync", "appsync.amazonaws.com"),
}  # fmt: skip


@pytest.mark.parametrize(("caller", "who", "service"), ONE.values(), ids=ONE)
def test_each_caller_needs_a_permission_for_its_own_service(caller, who, service):
    assert run_rule(caller_not_allowed, program(caller)) == [CALLED.format(who)]
    assert run_rule(caller_not_allowed, program(caller, permission("sns.amazonaws.com"))) == [
        CALLED.format(who)
    ]
    assert run_rule(caller_not_allowed, program(caller, permission(service))) == []


ALIAS = "worker:live"
FOR_AUTHORIZER = permission(sourceArn=UNKNOWN, deps={"sourceArn": [REST_API, authorizer()]})
CASES = [
    ("nothing there", [], []),
    ("an integration", program(rest()), SHUT),
    ("an integration of an HTTP API", program(http(), route(http())), SHUT),
    ("let in", program(rest(), http(), permission()), []),
    ("everybody is let in", program(rest(), permission("*")), []),
    ("for the address of the function alone", program(
        rest(), permission(action="lambda:InvokeFunctionUrl")), SHUT),
    ("another function is let in", program(
        function("b"), rest(), permission(of=function("b"))), SHUT),
    ("a role calls", program(rest(credentials=UNKNOWN), http(credentialsArn="arn:r")), []),
    ("a role asks", program(authorizer(authorizerCredentials=UNKNOWN)), []),
    ("an address of a function", program(rest(type="HTTP_PROXY")), []),
    ("a function of elsewhere", program(rest("arn:aws:lambda:eu-west-1:1:function:far")), []),
    ("for its API", program(rest(), permission(sourceArn=REST_API)), []),
    ("for a stage of its API", program(STAGE, rest(), permission(sourceArn=STAGE)), []),
    ("for another API", program(OTHER_API, rest(), permission(sourceArn=OTHER_API)),
     [f"{SHUT[0]}: p is for another source"]),
    ("for an authorizer alone", program(
        rest(), authorizer(authorizerUri="arn:x"), FOR_AUTHORIZER),
     [f"{SHUT[0]}: p is for another source"]),
    ("for the authorizer", program(authorizer(), FOR_AUTHORIZER), []),
    ("for another authorizer", program(authorizer("b"), authorizer(
        authorizerUri="arn:x"), FOR_AUTHORIZER), [f"{SHUT[0]}: p is for another source"]),
    ("for its API, which a stage names", program(
        STAGE, rest(restApi=STAGE), permission(sourceArn=REST_API)), []),
    ("an alias, and the function is let in", program(LIVE, rest(LIVE), permission()),
     [f"calls {ALIAS}, which does not let API Gateway in (lambda:InvokeFunction): "
      f"p is for worker, and {ALIAS} is called"]),
    ("an alias is let in", program(
        LIVE, rest(LIVE), permission(qualifier="live")), []),
    ("an alias is let in, by its name to come", program(
        LIVE, rest(LIVE), permission(qualifier=LIVE)), []),
    ("the function, and an alias is let in", program(rest(), permission(qualifier="live")),
     [f"{SHUT[0]}: p is for {ALIAS}, and worker is called"]),
    ("an alias or its function", program(LIVE, rest(LIVE), permission(of=LIVE)),
     ["undecided: policy is not known at preview"]),
    ("a published function, perhaps by a version", program(
        function("worker", publish=True), rest(function("worker", publish=True)), permission()),
     ["undecided: policy is not known at preview"]),
    ("unknown principal", program(rest(), permission(UNKNOWN)),
     ["undecided: policy is not known at preview"]),
    ("unknown function", program(rest(), permission(of=UNKNOWN)),
     ["undecided: policy is not known at preview"]),
    ("unknown source", program(rest(), permission(sourceArn=UNKNOWN)),
     ["undecided: policy is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_caller_not_allowed(name, resources, expected):
    assert run_rule(caller_not_allowed, resources) == expected


MADE = function("worker", name="worker", arn=arn("lambda", "function:worker"))
EXECUTION = arn("execute-api", "abc")
MADE_API = resource("aws:apigateway/restApi:RestApi", "rest", id="abc", executionArn=EXECUTION)
MADE_PLACE = resource(
    "aws:apigateway/resource:Resource", "place", restApi=MADE_API, parentId=MADE_API,
    pathPart="orders",
)  # fmt: skip
URI = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{}/invocations"
BY_FUNCTION = URI.format(arn("lambda", "function:worker"))
BY_ALIAS = URI.format(arn("lambda", "function:worker:live"))
BY_STAGE = URI.format(arn("lambda", "function:worker:${stageVariables.alias}"))
CREATED = [
    ("the whole API", BY_FUNCTION, {"sourceArn": f"{EXECUTION}/*"}, []),
    ("its method and path", BY_FUNCTION, {"sourceArn": f"{EXECUTION}/*/POST/orders"}, []),
    ("stages of one kind", BY_FUNCTION, {"sourceArn": f"{EXECUTION}/prod*/POST/orders"}, []),
    ("any path", BY_FUNCTION, {"sourceArn": f"{EXECUTION}/live/POST/*"}, []),
    ("another method", BY_FUNCTION, {"sourceArn": f"{EXECUTION}/*/GET/orders"},
     [f"{SHUT[0]}: p is for another source"]),
    ("another path", BY_FUNCTION, {"sourceArn": f"{EXECUTION}/*/POST/order"},
     [f"{SHUT[0]}: p is for another source"]),
    ("another API", BY_FUNCTION, {"sourceArn": arn("execute-api", "abcd/*")},
     [f"{SHUT[0]}: p is for another source"]),
    ("the API's ARN, not that of its calls", BY_FUNCTION,
     {"sourceArn": "arn:aws:apigateway:eu-west-1::/restapis/abc"},
     [f"{SHUT[0]}: p is for another source"]),
    ("an alias", BY_ALIAS, {"qualifier": "live"}, []),
    ("an alias in the name", BY_ALIAS, {"function": "worker:live"}, []),
    ("an alias in the ARN", BY_ALIAS, {"function": arn("lambda", "function:worker:live")}, []),
    ("an alias, and the function is let in", BY_ALIAS, {},
     [f"calls {ALIAS}, which does not let API Gateway in (lambda:InvokeFunction): "
      f"p is for worker, and {ALIAS} is called"]),
    ("another alias", BY_ALIAS, {"qualifier": "test"},
     [f"calls {ALIAS}, which does not let API Gateway in (lambda:InvokeFunction): "
      f"p is for worker:test, and {ALIAS} is called"]),
    ("whatever alias a stage says", BY_STAGE, {"qualifier": "live"},
     ["undecided: policy is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "uri", "props", "expected"), CREATED, ids=[c[0] for c in CREATED])
def test_after_creation_the_arns_are_compared(name, uri, props, expected):
    given = permission(**{"of": "worker", **props})
    call = rest(uri, restApi=MADE_API, resourceId=MADE_PLACE)
    assert run_rule(caller_not_allowed, [MADE, MADE_API, MADE_PLACE, call, given]) == expected


HTTP_API = resource("aws:apigatewayv2/api:Api", "api", id="abc", executionArn=EXECUTION)
TWO_ROUTES = [
    MADE,
    HTTP_API,
    http(BY_FUNCTION, apiId=HTTP_API),
    route(http(BY_FUNCTION, apiId=HTTP_API), "GET /orders/{id}"),
    route(http(BY_FUNCTION, apiId=HTTP_API), "POST /orders"),
]


def test_every_route_to_an_integration_has_to_be_let_in():
    get = permission(of="worker", sourceArn=f"{EXECUTION}/*/GET/orders/*")
    both = permission(of="worker", sourceArn=f"{EXECUTION}/*/*/orders*")
    assert run_rule(caller_not_allowed, TWO_ROUTES) == SHUT
    assert run_rule(caller_not_allowed, [*TWO_ROUTES, both]) == []
    assert run_rule(caller_not_allowed, [*TWO_ROUTES, get]) == [
        "calls worker for POST /orders, which does not let API Gateway in (lambda:InvokeFunction): "
        "p is for another source"
    ]


@pytest.mark.parametrize(("source", "let_in"), [("/*/POST/", True), ("/*/POST/orders", False)])
def test_the_root_of_an_api_is_a_path_too(source, let_in):
    call = rest(uri=BY_FUNCTION, restApi=MADE_API, resourceId=MADE_API)
    given = permission(of="worker", sourceArn=f"{EXECUTION}{source}")
    assert bool(run_rule(caller_not_allowed, [MADE, MADE_API, call, given])) is not let_in


def described(uri, **more):
    operation = {"x-amazon-apigateway-integration": {"type": "aws_proxy", "uri": uri, **more}}
    body = json.dumps({"openapi": "3.0.1", "paths": {"/orders": {"post": operation}}})
    return resource("aws:apigateway/restApi:RestApi", "described", body=body)


def to_be_described(*made_from):
    deps = {"body": made_from}
    return resource("aws:apigateway/restApi:RestApi", "described", body=UNKNOWN, deps=deps)


ROLE = role("calls", GATEWAY)
DESCRIBED = [
    ("a function", [MADE, described(BY_FUNCTION)], SHUT),
    ("let in", [MADE, described(BY_FUNCTION), permission(of="worker")], []),
    ("by a role", [MADE, described(BY_FUNCTION, credentials="arn:aws:iam::1:role/r")], []),
    ("an address", [MADE, described("https://example.com")], []),
    ("no body", [MADE, resource("aws:apigateway/restApi:RestApi", "described")], []),
    ("a function to come", [WORKER, to_be_described(WORKER)], SHUT),
    ("a function to come, let in", [WORKER, to_be_described(WORKER), permission()], []),
    ("a function to come, perhaps by a role", [WORKER, ROLE, to_be_described(WORKER, ROLE)],
     ["undecided: body is not known at preview"]),
    ("no definition", [MADE, resource("aws:apigateway/restApi:RestApi", "described", body="{")],
     ["undecided: body is neither JSON nor YAML"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "resources", "expected"), DESCRIBED, ids=[c[0] for c in DESCRIBED]
)
def test_definitions_name_functions_too(name, resources, expected):
    assert run_rule(caller_not_allowed, resources) == expected


GROUP = arn("logs", "log-group:/app")


@pytest.mark.parametrize(
    ("source", "let_in"), [(f"{GROUP}:*", True), (GROUP, False), (arn("logs", "*"), True)]
)
def test_a_log_group_calls_from_its_streams(source, let_in):
    caller, _, service = ONE["a log group"]
    outcomes = run_rule(caller_not_allowed, program(caller, permission(service, sourceArn=source)))
    assert bool(outcomes) is not let_in
