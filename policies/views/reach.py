"""What a function in a VPC calls over the network: the AWS services, as its role shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policies.iam import Arn
from policies.values import UNKNOWN
from policies.view import View
from policies.views.attached import Attached
from policies.views.iam import Role
from policies.views.lambda_ import EventSourceMapping, Function, FunctionEventInvokeConfig
from policies.views.linked import linked
from policies.views.s3 import Bucket
from policies.views.sns import Topic
from policies.views.sqs import Queue

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
