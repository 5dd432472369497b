"""Views of APIs that call AWS services themselves: the integration, its route, its role.

REST APIs name the action in the URI (`arn:aws:apigateway:eu-west-1:states:action/StartExecution`),
HTTP APIs in the subtype (`StepFunctions-StartExecution`). Here both have `action`, as IAM writes it
(`states:StartExecution`).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from policies.iam import Document
from policies.values import UNKNOWN
from policies.view import Stack, Undecided, V, View
from policies.views.apigateway import Method
from policies.views.apigatewayv2 import Api, Route
from policies.views.attached import documents_by_role
from policies.views.iam import Role
from policies.views.lambda_ import Alias, Function
from policies.views.linked import linked

REST = "aws:apigateway/integration:Integration"
HTTP = "aws:apigatewayv2/integration:Integration"
_URI = re.compile(
    r"^arn:[^:]*:apigateway:[^:]*:(?P<service>[^:]+):(?P<how>action|path)/(?P<rest>.*)$"
)
_PREFIX = {
    "SQS": "sqs",
    "EventBridge": "events",
    "Kinesis": "kinesis",
    "AppConfig": "appconfig",
    "StepFunctions": "states",
}
"""First word of a subtype → the service in IAM actions."""
_OBJECTS = {"GET": "s3:GetObject", "PUT": "s3:PutObject", "DELETE": "s3:DeleteObject"}


class ServiceIntegration(View):
    """`aws.apigateway.Integration` or `aws.apigatewayv2.Integration`, of whatever type."""

    token = (REST, HTTP)

    @property
    def rest(self) -> bool:
        return self.resource.type == REST

    @property
    def is_service(self) -> bool:
        """Whether it calls an AWS service other than Lambda.

        Raises `Undecided` where only an unknown URI could tell.
        """
        if not self.rest:
            return bool(self.subtype)
        if self.text("type").upper() != "AWS":
            return False
        uri = self.peek("uri")
        if isinstance(uri, str):
            found = _URI.match(uri)
            return found is not None and found["service"] != "lambda"
        if uri is UNKNOWN:
            if linked(self, "uri", Function) or linked(self, "uri", Alias):
                return False
            raise Undecided(self.resource, "uri")
        return False

    @property
    def subtype(self) -> str:
        """`SQS-SendMessage` …; empty for what is no service integration of an HTTP API."""
        return self.text("integrationSubtype")

    @property
    def action(self) -> str:
        """The action as IAM writes it; empty where it is none, or the URI does not say it."""
        if not self.rest:
            service, _, name = self.subtype.partition("-")
            return f"{_PREFIX.get(service, service.lower())}:{name}" if name else ""
        found = _URI.match(self.text("uri")) if self.is_service else None
        if found is None:
            return ""
        if found["how"] == "action":
            return f"{found['service']}:{found['rest'].partition('&')[0]}"
        if found["service"] == "s3" and "/" in found["rest"].strip("/"):
            return _OBJECTS.get(self.text("integrationHttpMethod").upper(), "")
        return _action_in_templates(found["service"], self.peek("requestTemplates"))

    @property
    def has_role(self) -> bool:
        """Whether a role is named, its ARN known or not."""
        return self.peek(self._credentials) not in (None, "")

    def roles(self) -> list[Role]:
        """The role that it acts under, if this stack makes it."""
        return linked(self, self._credentials, Role)

    @property
    def _credentials(self) -> str:
        return "credentials" if self.rest else "credentialsArn"

    @property
    def request_templates(self) -> dict[str, Any]:
        """Content type → template; a template that preview does not know is `UNKNOWN`."""
        templates = self.peek("requestTemplates")
        if templates is UNKNOWN:
            raise Undecided(self.resource, "requestTemplates")
        return dict(templates) if isinstance(templates, Mapping) else {}

    @property
    def request_parameters(self) -> dict[str, Any]:
        """Parameter → value or expression; values that preview does not know are `UNKNOWN`."""
        parameters = self.peek("requestParameters")
        if parameters is UNKNOWN:
            raise Undecided(self.resource, "requestParameters")
        return dict(parameters) if isinstance(parameters, Mapping) else {}

    @property
    def passthrough(self) -> str:
        """What happens to a body that no template is for; `WHEN_NO_MATCH` where nothing is set."""
        return self.text("passthroughBehavior", "WHEN_NO_MATCH").upper()

    @property
    def http_method(self) -> str:
        """The method that callers use (REST)."""
        return self.text("httpMethod").upper()

    def method(self) -> Method | None:
        """The method it stands behind (REST), if this stack makes it."""
        found = _beside(self, Method)
        return found[0] if len(found) == 1 else None

    def routes(self) -> list[Route]:
        """The routes that lead to it (HTTP)."""
        stack = self.stack or Stack()
        return stack.once(_routes).get(self.urn, [])


class HttpIntegration(View):
    """`aws.apigatewayv2.Integration`: what stands behind routes of an HTTP API."""

    token = HTTP


class IntegrationResponse(View):
    """`aws.apigateway.IntegrationResponse`: what callers get for some of a backend's answers."""

    token = "aws:apigateway/integrationResponse:IntegrationResponse"

    @property
    def selection_pattern(self) -> str:
        """Regular expression over the status; empty for the default."""
        return self.text("selectionPattern")

    @property
    def status_code(self) -> str:
        return self.text("statusCode")

    @property
    def templates(self) -> dict[str, Any]:
        """Content type → template."""
        return self.mapping("responseTemplates")


class RequestValidator(View):
    """`aws.apigateway.RequestValidator`: which parts of a request are checked."""

    token = "aws:apigateway/requestValidator:RequestValidator"

    @property
    def checks_body(self) -> bool:
        return self.flag("validateRequestBody")


class Model(View):
    """`aws.apigateway.Model`: the JSON schema of a body."""

    token = "aws:apigateway/model:Model"

    @property
    def schema(self) -> dict[str, Any]:
        """The schema, as an object."""
        text = self.text("schema", "{}")
        try:
            schema = json.loads(text)
        except (ValueError, RecursionError):
            raise Undecided(self.resource, "schema", "is not JSON") from None
        return schema if isinstance(schema, dict) else {}


class HttpStage(View):
    """`aws.apigatewayv2.Stage`: a stage of an HTTP API."""

    token = "aws:apigatewayv2/stage:Stage"

    @property
    def throttled(self) -> bool:
        """Whether requests a second are limited for all routes, or for one that is named."""
        for path in ("defaultRouteSettings.throttlingRateLimit", "routeSettings"):
            if self.peek(path) not in (None, [], 0):
                return True
        return False

    @property
    def api(self) -> Api | None:
        return self.follow("apiId", Api)


def linked_integrations(route: Route) -> list[ServiceIntegration]:
    """The integration that a route of an HTTP API leads to, if this stack makes it."""
    stack = route.stack
    if stack is None:
        return []
    target = route.peek("target")
    if isinstance(target, str) and target.startswith("integrations/"):
        named = stack.find(ServiceIntegration, target.removeprefix("integrations/"))
        if named:
            return named
    behind = [stack.get(urn) for urn in route.resource.property_dependencies.get("target", ())]
    return [ServiceIntegration(r, stack) for r in behind if r and r.type == HTTP]


def _routes(stack: Stack) -> dict[str, list[Route]]:
    """URN of each integration → the routes that lead to it."""
    found: dict[str, list[Route]] = defaultdict(list)
    for route in stack.of(Route):
        for integration in linked_integrations(route):
            found[integration.urn].append(route)
    return dict(found)


def responses_of(integration: ServiceIntegration) -> list[IntegrationResponse]:
    """What callers get for the answers of this integration (REST)."""
    return _beside(integration, IntegrationResponse)


def granted(
    integration: ServiceIntegration, by_role: Mapping[str, list[Any]]
) -> Iterator[Document]:
    """The policies of its role; raises `Undecided` where one is not known or not made here.

    by_role: `documents_by_role` of the stack.
    """
    for role in integration.roles():
        for attached in by_role.get(role.urn, ()):
            if attached.because is not None:
                raise attached.because
            if attached.document is None:
                because = f"is {attached.managed}, which this stack does not make"
                raise Undecided(attached.holder.resource, attached.prop, because)
            yield attached.document


def policies_by_role(view: View) -> dict[str, list[Any]]:
    """`documents_by_role` of the stack around `view`."""
    return documents_by_role(view.stack or Stack())


def _beside(integration: ServiceIntegration, kind: type[V]) -> list[V]:
    """Every `kind` of the same method: same API, same resource, same HTTP method."""
    stack = integration.stack or Stack()
    return stack.once(_by_place, kind).get(repr(method_place(integration)), [])


def _by_place(stack: Stack, kind: type[V]) -> dict[str, list[V]]:
    # As text: what a program gives as an id may be anything.
    found: dict[str, list[V]] = defaultdict(list)
    for view in stack.of(kind):
        found[repr(method_place(view))].append(view)
    return dict(found)


def method_place(view: View) -> tuple[Any, ...]:
    """HTTP method, API and resource of a part of a REST API; what they come from if unknown."""
    parts: list[Any] = [view.peek("httpMethod") if view.known("httpMethod") else None]
    for prop in ("restApi", "resourceId"):
        # At preview ids are unknown; what they come from says the same.
        behind = view.resource.property_dependencies.get(prop, ())
        parts.append(tuple(sorted(behind)) or (view.peek(prop) if view.known(prop) else None))
    return tuple(parts)


def _action_in_templates(service: str, templates: Any) -> str:
    """The one `Action=…` that all templates of Amazon's query protocol begin with."""
    if not isinstance(templates, Mapping):
        return ""
    found = {
        match[1]
        for text in templates.values()
        if isinstance(text, str) and (match := re.match(r"(?:Version=[^&]*&)?Action=(\w+)", text))
    }
    return f"{service}:{found.pop()}" if len(found) == 1 else ""
