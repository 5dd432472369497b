"""Who invokes functions in its own name: APIs, triggers, rules, rotations and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from policies.flow.model import Filter
from policies.flow.scopes import RouteFilter
from policies.flow.services import routes
from policies.iam import Pattern
from policies.openapi import document_of
from policies.values import UNKNOWN, unknown_paths
from policies.view import Resource, View
from policies.views.callers import Integration
from policies.views.domains import MappedApi
from policies.views.iam import Role
from policies.views.lambda_ import Alias, Function


@dataclass(frozen=True)
class Kind:
    """What a type of caller calls, and as what."""

    who: str
    """For people."""
    service: str
    """Principal; `*` stands for any text, a Region in it."""
    names: tuple[str, ...]
    """Properties that name functions."""
    arn: str
    """ARN that the call comes from: `{}` is the name of the source, `*` any text."""
    source: str = ""
    """Property that names the source; empty where that is the caller itself."""
    name: str = "name"
    """Property of the source with its name in the ARN."""
    role: str = ""
    """Property with a role that calls in its stead; then nobody asks the function."""
    end: str = ""
    """What AWS appends to the source's ARN."""


API_GATEWAY = "API Gateway"
_API = "arn:*:execute-api:*:*:{}"
_GATEWAY = "apigateway.amazonaws.com"
_AUTHORIZER = ("authorizerUri",)
_ATTACHMENT = Kind(
    "Elastic Load Balancing",
    "elasticloadbalancing.amazonaws.com",
    ("targetId",),
    "arn:*:elasticloadbalancing:*:*:targetgroup/{}/*",
    source="targetGroupArn",
)
_ALARM = Kind(
    "CloudWatch",
    "lambda.alarms.cloudwatch.amazonaws.com",
    ("alarmActions", "okActions", "insufficientDataActions"),
    "arn:*:cloudwatch:*:*:alarm:{}",
)
REST, HTTP = Integration.token
REST_AUTHORIZER = "aws:apigateway/authorizer:Authorizer"
HTTP_AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer"
KINDS: dict[str, Kind] = {
    REST: Kind(API_GATEWAY, _GATEWAY, ("uri",), _API, "restApi", "id", "credentials"),
    HTTP: Kind(API_GATEWAY, _GATEWAY, ("integrationUri",), _API, "apiId", "id", "credentialsArn"),
    REST_AUTHORIZER: Kind(
        API_GATEWAY, _GATEWAY, _AUTHORIZER, _API, "restApi", "id", "authorizerCredentials"
    ),
    HTTP_AUTHORIZER: Kind(
        API_GATEWAY, _GATEWAY, _AUTHORIZER, _API, "apiId", "id", "authorizerCredentialsArn"
    ),
    "aws:apigateway/restApi:RestApi": Kind(API_GATEWAY, _GATEWAY, (), _API, "", "id", "", "/*"),
    "aws:apigatewayv2/api:Api": Kind(
        API_GATEWAY, _GATEWAY, ("target",), _API, "", "id", "credentialsArn", "/*"
    ),
    "aws:appsync/graphQLApi:GraphQLApi": Kind(
        "AppSync",
        "appsync.amazonaws.com",
        ("lambdaAuthorizerConfig", "additionalAuthenticationProviders"),
        "arn:*:appsync:*:*:apis/{}",
        name="id",
    ),
    "aws:cfg/rule:Rule": Kind(
        "AWS Config",
        "config.amazonaws.com",
        ("source",),
        "arn:*:config:*:*:config-rule/{}",
        name="ruleId",
    ),
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": _ALARM,
    "aws:cloudwatch/metricAlarm:MetricAlarm": _ALARM,
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": Kind(
        "CloudWatch Logs",
        "logs.*amazonaws.com",
        ("destinationArn",),
        "arn:*:logs:*:*:log-group:{}",
        source="logGroup",
        end=":*",
    ),
    "aws:cognito/userPool:UserPool": Kind(
        "Cognito",
        "cognito-idp.amazonaws.com",
        ("lambdaConfig",),
        "arn:*:cognito-idp:*:*:userpool/{}",
        name="id",
    ),
    "aws:iot/topicRule:TopicRule": Kind(
        "AWS IoT", "iot.amazonaws.com", ("lambdas", "errorAction"), "arn:*:iot:*:*:rule/{}"
    ),
    "aws:secretsmanager/secretRotation:SecretRotation": Kind(
        "Secrets Manager",
        "secretsmanager.amazonaws.com",
        ("rotationLambdaArn",),
        "arn:*:secretsmanager:*:*:secret:{}-*",
        source="secretId",
    ),
    "aws:ses/receiptRule:ReceiptRule": Kind(
        "SES",
        "ses.amazonaws.com",
        ("lambdaActions",),
        "arn:*:ses:*:*:receipt-rule-set/*:receipt-rule/{}",
    ),
    "aws:lb/targetGroupAttachment:TargetGroupAttachment": _ATTACHMENT,
    "aws:alb/targetGroupAttachment:TargetGroupAttachment": _ATTACHMENT,
    "aws:applicationloadbalancing/targetGroupAttachment:TargetGroupAttachment": _ATTACHMENT,
    "aws:elasticloadbalancingv2/targetGroupAttachment:TargetGroupAttachment": _ATTACHMENT,
    "aws:cloudwatch/eventTarget:EventTarget": Kind(
        "EventBridge",
        "events.amazonaws.com",
        ("arn",),
        "arn:*:events:*:*:rule/*{}",
        source="rule",
        role="roleArn",
    ),
    "aws:sns/topicSubscription:TopicSubscription": Kind(
        "SNS", "sns.amazonaws.com", ("endpoint",), "arn:*:sns:*:*:{}", source="topic"
    ),
    "aws:s3/bucketNotification:BucketNotification": Kind(
        "S3", "s3.amazonaws.com", ("lambdaFunctions",), "arn:*:s3:::{}", "bucket", "bucket"
    ),
}
"""Type → what it calls. Sources: the guides of the services, each under "permissions"."""
SOURCES = frozenset(kind.source for kind in KINDS.values()) - {""}
AUTHORIZERS = (REST_AUTHORIZER, HTTP_AUTHORIZER)
_BEYOND_LAMBDA = ("HTTP", "HTTP_PROXY", "MOCK")
"""Types of integrations that call no function."""


@dataclass(frozen=True)
class Called:
    """A function as something calls it."""

    function: Function
    qualifier: Pattern = ""
    """Alias or version; empty for the function itself."""
    doubt: str = ""
    """Property whose value may show that no permission is needed; empty for none."""

    def __str__(self) -> str:
        known = isinstance(self.qualifier, str) and self.qualifier
        return f"{self.function.name}:{self.qualifier}" if known else self.function.name


class Caller(View):
    """Whatever invokes functions in its own name (`KINDS`)."""

    token = tuple(KINDS)

    @property
    def kind(self) -> Kind:
        return KINDS[self.resource.type]

    def called(self) -> list[Called]:
        """The functions of this stack that it calls and whose policy is asked."""
        found = self._in_body() if self.resource.type in MappedApi.tokens() else []
        role = self.kind.role
        if role and self.peek(role) not in (None, ""):
            return found
        integration = self.peek("type" if self.resource.type == REST else "integrationType")
        if self.resource.type in (REST, HTTP) and integration in _BEYOND_LAMBDA:
            return []
        return found + [called for prop in self.kind.names for called in forms(self, prop)]

    def _in_body(self) -> list[Called]:
        """The functions that an OpenAPI definition names."""
        if self.peek("body") is not UNKNOWN:
            document = document_of(self)
            uris = document.called_without_role() if document else []
            return [called for uri in uris for called in _named(self, uri)]
        # A role behind it may be what calls.
        roles = any(r.type in Role.tokens() for r in behind(self, "body"))
        doubt = "body" if roles else ""
        return [replace(called, doubt=doubt) for called in made_from(self, "body", set())]

    def sources(self) -> list[Resource]:
        """What a call comes from, as far as this stack makes it."""
        prop = self.kind.source
        if not prop:
            return [self.resource]
        found = []
        for resource in behind(self, prop):
            # What belongs to the source names it the same way: a stage its API.
            whole = behind(View(resource, self.stack), prop)
            found += [r for r in whole if r.type.startswith("aws:")] or [resource]
        return found

    def ways(self) -> dict[str, str]:
        """What AWS appends to the source's ARN in a call → the route, for people.

        Several where several routes lead to one integration; `*` stands for what is not known.
        """
        if self.resource.type in AUTHORIZERS:
            own = self.peek("id")
            return {f"/authorizers/{own if isinstance(own, str) else '*'}": ""}
        if self.resource.type not in (REST, HTTP):
            return {self.kind.end: ""}
        found = routes.filters(Integration(self.resource, self.stack))
        return {_route(passes): str(passes) for passes in found}

    def source_arns(self, way: str) -> list[str]:
        """ARNs that AWS gives as the source of a call, `*` for what is not known in them.

        Empty where the source itself is not known.
        """
        kind, found = self.kind, []
        for source in self.sources():
            own = View(source)
            known = [own.peek(key) for key in ("executionArn", "arn", kind.name)]
            found += [value for value in known if isinstance(value, str) and value][:1]
        if not found and kind.source and isinstance(given := self.peek(kind.source), str):
            found = [given]
        found = [each if each.startswith("arn:") else kind.arn.format(each) for each in found]
        return [f"{arn.removesuffix(':*')}{way}" for arn in found]


class OtherCaller(Caller):
    """Callers that have no rule of their own."""

    token = tuple(
        token
        for token in KINDS
        if not token.endswith((":EventTarget", ":TopicSubscription", ":BucketNotification"))
    )


def forms(view: View, prop: str) -> list[Called]:
    """The functions of this stack that `prop` names, each with the alias or version named."""
    stack, value = view.stack, view.peek(prop)
    if stack is None or value is None:
        return []
    found = [called for text in _texts(value) for called in _named(view, text)]
    if any(True for _ in unknown_paths(value)):
        found += made_from(view, prop, {called.function for called in found})
    return list(dict.fromkeys(found))


def _named(view: View, text: str) -> list[Called]:
    """The functions of this stack whose ARNs are in `text`."""
    return [
        Called(function, qualifier_of(match["rest"]))
        for match in _ARN.finditer(text)
        for function in (view.stack.find(Function, match["arn"]) if view.stack else ())
    ]


def made_from(view: View, prop: str, known: set[Function]) -> list[Called]:
    """The functions and aliases whose outputs went into `prop`, but for those `known`."""
    stack = view.stack
    made = behind(view, prop)
    aliases = [Alias(r, stack) for r in made if r.type in Alias.tokens()]
    found = [Called(a.function, alias_name(a)) for a in aliases if a.function]
    known = known | {called.function for called in found}
    for resource in made:
        function = Function(resource, stack)
        if resource.type in Function.tokens() and function not in known:
            # Only one that publishes versions has an ARN with one in it.
            published = function.peek("publish") not in (None, False)
            found.append(Called(function, UNKNOWN if published else ""))
    return found


def alias_name(alias: Alias) -> str:
    name = alias.peek("name")
    return name if isinstance(name, str) and name else alias.name


def behind(view: View, prop: str) -> list[Resource]:
    """The resources of this stack whose outputs went into a property."""
    urns = view.resource.property_dependencies.get(prop, ())
    return [r for urn in urns if view.stack and (r := view.stack.get(urn))]


def _route(passes: Filter) -> str:
    """`/*/GET/orders/*` for the route `GET /orders/{id}`."""
    if not isinstance(passes, RouteFilter) or not passes.path:
        return "/*"
    method = "*" if passes.method == "ANY" else passes.method
    return f"/*/{method}{re.sub(r'{[^}]*}', '*', passes.path)}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


_ARN = re.compile(
    r"(?P<arn>arn:[\w-]+:lambda:[\w-]*:\d*:function:[\w-]+)(?P<rest>:[^/\s]+)?(?=/|\s|$)"
)


def qualifier_of(rest: str | None) -> Pattern:
    """What comes after a function's name in its ARN: alias or version."""
    named = (rest or "").removeprefix(":")
    if named in ("", "$LATEST"):
        return ""
    # A stage variable stands for whatever each stage says.
    return UNKNOWN if "$" in named else named
