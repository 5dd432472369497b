"""Small APIs for rule tests: HTTP and REST, with service integrations."""

from __future__ import annotations

from typing import Any

from policies.view import Resource
from tests.support.builders import resource

API = resource("aws:apigatewayv2/api:Api", "api", protocolType="HTTP")
REST_API = resource("aws:apigateway/restApi:RestApi", "rest")
PLACE = resource("aws:apigateway/resource:Resource", "place", restApi=REST_API)
SAFE = """{"input": "$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'", "'")"}"""
"""A request template that escapes."""


def http_integration(subtype: Any, name: str = "store", /, **props: Any) -> Resource:
    """An integration of the HTTP API; `request` holds its request parameters."""
    return resource(
        "aws:apigatewayv2/integration:Integration",
        name,
        **{
            "apiId": API,
            "integrationType": "AWS_PROXY",
            "integrationSubtype": subtype,
            "payloadFormatVersion": "1.0",
            "requestParameters": props.pop("request", {}),
            **props,
        },
    )


def route(to: Resource, key: str = "POST /", /, **props: Any) -> Resource:
    """A route of the HTTP API, open unless `authorizationType` says else."""
    return resource(
        "aws:apigatewayv2/route:Route",
        key,
        **{"apiId": API, "routeKey": key, "target": to, **props},
    )


def stage(**props: Any) -> Resource:
    return resource("aws:apigatewayv2/stage:Stage", "stage", **{"apiId": API, **props})


def method(http_method: str = "POST", /, **props: Any) -> Resource:
    """A method of the REST API's one resource."""
    return resource(
        "aws:apigateway/method:Method",
        http_method.lower(),
        **{
            "restApi": REST_API,
            "resourceId": PLACE,
            "httpMethod": http_method,
            "authorization": "AWS_IAM",
            **props,
        },
    )


def rest_integration(action: Any, name: str = "call", /, **props: Any) -> Resource:
    """An integration of the REST API's POST with an action, e.g. `states:StartSyncExecution`."""
    service, _, verb = action.partition(":") if isinstance(action, str) else ("", "", "")
    uri = f"arn:aws:apigateway:eu-west-1:{service}:action/{verb}" if service else action
    return resource(
        "aws:apigateway/integration:Integration",
        name,
        **{
            "restApi": REST_API,
            "resourceId": PLACE,
            "httpMethod": "POST",
            "type": "AWS",
            "uri": uri,
            "integrationHttpMethod": "POST",
            "passthroughBehavior": "NEVER",
            "requestTemplates": {"application/json": SAFE},
            **props,
        },
    )


def answer(status: str = "200", /, template: Any = None, **props: Any) -> Resource:
    """An integration response of the same method."""
    return resource(
        "aws:apigateway/integrationResponse:IntegrationResponse",
        f"answer-{status}",
        **{
            "restApi": REST_API,
            "resourceId": PLACE,
            "httpMethod": "POST",
            "statusCode": status,
            "responseTemplates": None if template is None else {"application/json": template},
            **props,
        },
    )


def rest_deployment(name: str, /) -> Resource:
    """A snapshot of the REST API."""
    return resource("aws:apigateway/deployment:Deployment", name, restApi=REST_API)


def rest_stage(**props: Any) -> Resource:
    """The stage `live` of the REST API."""
    given = {"restApi": REST_API, "stageName": "live", **props}
    return resource("aws:apigateway/stage:Stage", "live", **given)
