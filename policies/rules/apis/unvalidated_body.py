"""A REST API calls a service with bodies that nobody has checked."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.apigateway import Method
from policies.views.service_integrations import Model, RequestValidator, ServiceIntegration

WITH_BODY = ("POST", "PUT", "PATCH")


@rule(
    severity=Severity.MEDIUM,
    title="Bodies reach an AWS service unchecked",
    why="No function stands in between that would refuse what is wrong: it is stored or fails.",
    fix="Give the method a model with required fields and a validator that checks bodies.",
    source="sheet 69; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html",
)
def unvalidated_body(integration: Joined[ServiceIntegration]) -> Iterator[Finding]:
    if not integration.rest or not integration.is_service:
        return
    method = integration.method()
    if method is None or method.http_method not in WITH_BODY:
        return
    if method.peek("requestValidatorId") in (None, ""):
        yield Finding(method, "validator", "has no request validator")
    else:
        for validator in method.follow_all("requestValidatorId", RequestValidator):
            if not validator.checks_body:
                yield Finding(method, "validator", f"{validator.name} checks no bodies")
    models = method.peek("requestModels")
    if models is UNKNOWN:
        raise Undecided(method.resource, "requestModels")
    if not models:
        yield Finding(method, "model", "has no model for its body")
    for model in _models(method):
        schema = model.schema
        if schema.get("type", "object") == "object" and not _asks(schema):
            message = f"{model.name} asks for no field: an empty body passes"
            yield Finding(method, f"required/{model.name}", message)


def _models(method: Method) -> list[Model]:
    """The models that this stack makes; models of several APIs may have the same name."""
    return method.follow_all("requestModels", Model)


def _asks(schema: dict[str, object]) -> bool:
    return any(schema.get(key) for key in ("required", "anyOf", "oneOf", "allOf", "$ref"))
