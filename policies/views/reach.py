"""What a function in a VPC calls over the network: the AWS services, as its role shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policies.iam import Arn
from policies.values import UNKNOWN
from policies.view import Stack, Undecided, View
from policies.views.iam import Attached, Role, linked
from policies.views.lambda_ import EventSourceMapping, Function, FunctionEventInvokeConfig
from policies.views.private_link import SecurityGroup, VpcEndpoint
from policies.views.s3 import Bucket
from policies.views.sns import Topic
from policies.views.sqs import Queue
from policies.views.vpc import Association, EndpointRoutes, RouteTable, Subnet, Vpc, members

ENDPOINTS: Mapping[str, frozenset[str]] = {
    prefix: frozenset(names.split())
    for prefix, names in {
        "appconfig": "appconfigdata appconfig",
        "appsync": "appsync-api",
        "athena": "athena",
        "bedrock": "bedrock-runtime bedrock",
        "cloudwatch": "monitoring",
        "cognito-idp": "cognito-idp",
        "dynamodb": "dynamodb",
        "ecs": "ecs",
        "events": "events",
        "execute-api": "execute-api",
        "firehose": "kinesis-firehose",
        "glue": "glue",
        "kinesis": "kinesis-streams",
        "lambda": "lambda",
        "rds-data": "rds-data",
        "redshift-data": "redshift-data",
        "s3": "s3",
        "scheduler": "scheduler",
        "secretsmanager": "secretsmanager",
        "ses": "email",
        "sns": "sns",
        "sqs": "sqs",
        "ssm": "ssm",
        "states": "states sync-states",
        "sts": "sts",
        "textract": "textract",
    }.items()
}
"""Service of an IAM action → last words of the names of endpoints that carry its calls."""
POLLED = frozenset(
    {
        "sqs:receivemessage",
        "sqs:deletemessage",
        "sqs:getqueueattributes",
        "sqs:changemessagevisibility",
        "kinesis:describestream",
        "kinesis:describestreamsummary",
        "kinesis:getrecords",
        "kinesis:getsharditerator",
        "kinesis:listshards",
        "kinesis:liststreams",
        "kinesis:subscribetoshard",
        "dynamodb:describestream",
        "dynamodb:getrecords",
        "dynamodb:getsharditerator",
        "dynamodb:liststreams",
    }
)
"""What Lambda itself does, outside the VPC, with a role whose function has an event source."""
DELIVERED = {
    "sqs": "sqs:sendmessage",
    "sns": "sns:publish",
    "lambda": "lambda:invokefunction",
    "events": "events:putevents",
    "s3": "s3:putobject",
}
"""What Lambda itself does to hand on results and failures."""
_KINDS: tuple[tuple[type[View], str], ...] = (
    (Queue, "sqs"),
    (Topic, "sns"),
    (Function, "lambda"),
    (Bucket, "s3"),
)


def services_called(function: Function, by_role: Mapping[str, list[Attached]]) -> set[str]:
    """Services that the function's own code may call, as IAM names them; those of `ENDPOINTS` only.

    Logs, traces and keys are not among them: Lambda and the services themselves see to those.
    Raises `Undecided` where a policy is not known.
    """
    by_lambda = set(_by_lambda(function))
    found: set[str] = set()
    for role in linked(function, "role", Role):
        for attached in by_role.get(role.urn, ()):
            if attached.because is not None:
                raise attached.because
            for statement in attached.document.allowing() if attached.document else ():
                for action in statement.actions:
                    service, _, verb = action.lower().partition(":")
                    pattern = "*" in verb and any(a.startswith(f"{service}:") for a in by_lambda)
                    if service in ENDPOINTS and action.lower() not in by_lambda and not pattern:
                        found.add(service)
    return found


def _by_lambda(function: Function) -> Iterator[str]:
    """Actions that the function's role needs for what Lambda does in its name."""
    stack = function.stack
    assert stack is not None  # noqa: S101  stack rules alone ask
    places: list[tuple[View, str]] = [(function, "deadLetterConfig.targetArn")]
    for mapping in stack.of(EventSourceMapping):
        if mapping.function == function:
            yield from POLLED
            places.append((mapping, "destinationConfig.onFailure.destinationArn"))
    for config in stack.of(FunctionEventInvokeConfig):
        if config.function == function:
            places += [
                (config, f"destinationConfig.{end}.destination")
                for end in ("onFailure", "onSuccess")
            ]
    for view, at in places:
        for service in _services(view, at):
            yield DELIVERED[service]


def _services(view: View, at: str) -> set[str]:
    """The services that the destination at `at` may be of."""
    value: Any = view.peek(at)
    if isinstance(value, str):
        arn = Arn.parse(value)
        return {arn.service} & set(DELIVERED) if arn else set()
    if value is not UNKNOWN:
        return set()
    found = {service for kind, service in _KINDS if view.follow_all(at, kind)}
    return found or set(DELIVERED)


def covered(endpoint: View) -> str:
    """Last words of the service that an endpoint is for: `sqs`, `kinesis-streams`."""
    name = endpoint.text("serviceName")
    parts = name.split(".")
    # com.amazonaws.<region>.<service>, in China with a word before.
    return ".".join(parts[parts.index("amazonaws") + 2 :]) if "amazonaws" in parts else name


def is_gateway(endpoint: View) -> bool:
    """Whether it works through routes, and so for the subnets of some tables alone."""
    kind = endpoint.peek("vpcEndpointType")
    if kind is UNKNOWN:
        raise Undecided(endpoint.resource, "vpcEndpointType")
    return kind in (None, "", "Gateway")


def by_names(services: set[str], names: set[str]) -> set[str]:
    """Those of `services` that an endpoint of one of `names` carries."""
    return {service for service in services if ENDPOINTS[service] & names}


def assured(function: Function, stack: Stack) -> set[str]:
    """Names of the services that endpoints of this stack certainly lead the function to.

    Also in a VPC that another stack made: an endpoint is in the function's VPC where it stands in
    one of its subnets, or where the function's subnets or security groups are of the same VPC.
    """
    subnets = _keys(function, "vpcConfig.subnetIds", Subnet)
    parts: list[View] = [*function.follow_all("vpcConfig.subnetIds", Subnet)]
    parts += function.follow_all("vpcConfig.securityGroupIds", SecurityGroup)
    vpcs = {key for part in parts for key in _keys(part, "vpcId", Vpc)}
    names: set[str] = set()
    for endpoint in stack.of(VpcEndpoint):
        try:
            if is_gateway(endpoint):
                here = _routed(endpoint, subnets, stack)
            else:
                here = _keys(endpoint, "subnetIds", Subnet) & subnets
                here = here or _keys(endpoint, "vpcId", Vpc) & vpcs
            if here:
                names.add(covered(endpoint))
        except Undecided:
            continue  # It may lead somewhere, and so assures nothing.
    return names


def _routed(endpoint: VpcEndpoint, subnets: frozenset[str], stack: Stack) -> bool:
    """Whether a gateway endpoint is in a table of each of `subnets`."""
    tables = _keys(endpoint, "routeTableIds", RouteTable)
    for more in stack.of(EndpointRoutes):
        if endpoint in more.follow_all("vpcEndpointId", VpcEndpoint):
            tables |= _keys(more, "routeTableId", RouteTable)
    served = {
        subnet
        for association in stack.of(Association)
        if _keys(association, "routeTableId", RouteTable) & tables
        for subnet in _keys(association, "subnetId", Subnet)
    }
    return bool(subnets) and subnets <= served


def _keys(view: View, prop: str, kind: type[View]) -> frozenset[str]:
    """Ids that `prop` names, and URNs of what has none yet; nothing where that is not clear."""
    try:
        return members(view, prop, kind)
    except Undecided:
        return frozenset()
