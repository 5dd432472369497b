"""Small resources of the common kinds for rule tests; see `policies.testing.resources`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from policies.testing.resources import resource
from policies.view import Resource


def arn(service: str, resource: str, region: str = "eu-west-1") -> str:
    """`arn("sqs", "jobs")`: an ARN of the one account that tests use."""
    return f"arn:aws:{service}:{region}:123456789012:{resource}"


def component(name: str, /, type_: str = "palisade:foundation:Function", **props: Any) -> Resource:
    return resource(type_, name, **props)


def environment(name: str = "test", /, **props: Any) -> Resource:
    """The root component; `environment`, `account`, `region` and `exemptions` are its inputs."""
    return resource("palisade:index:Environment", name, **{"environment": name, **props})


def exemption(rule: str, resource: str | None = None, /, **fields: Any) -> dict[str, Any]:
    """An exemption in force for a long time; `fields` change what it says."""
    given = {"rule": rule, "resource": resource, "reason": "moves next", "owner": "web-team"}
    return {**given, "until": "2999-12-31", **fields}


def function(name: str, /, **props: Any) -> Resource:
    return resource("aws:lambda/function:Function", name, **props)


def recursion(function_name: str, recursive_loop: Any = "Terminate", /, **props: Any) -> Resource:
    """The loop setting of `function(function_name)`."""
    return resource(
        "aws:lambda/functionRecursionConfig:FunctionRecursionConfig",
        f"{function_name}-recursion",
        functionName=function(function_name),
        recursiveLoop=recursive_loop,
        **props,
    )


def mapping(name: str, /, *, source: Any, target: Any, **props: Any) -> Resource:
    """An event source mapping from `source` (a resource or an ARN) to the function `target`."""
    return resource(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        name,
        **{"eventSourceArn": source, "functionName": target, **props},
    )


def queue(name: str, /, **props: Any) -> Resource:
    return resource("aws:sqs/queue:Queue", name, **{"name": name, **props})


def topic(name: str, /, **props: Any) -> Resource:
    return resource("aws:sns/topic:Topic", name, **{"name": name, **props})


def bucket(name: str, /, **props: Any) -> Resource:
    return resource("aws:s3/bucket:Bucket", name, **{"bucket": name, **props})


def role(name: str, /, service: str = "lambda.amazonaws.com", **props: Any) -> Resource:
    """A role that `service` may assume."""
    trust = policy_text(allow("sts:AssumeRole", None, Principal={"Service": service}))
    return resource("aws:iam/role:Role", name, **{"name": name, "assumeRolePolicy": trust, **props})


def role_policy(name: str, on: Any, document: Any, /, **props: Any) -> Resource:
    """An inline policy on the role `on`; `document` is its text, a mapping or `UNKNOWN`."""
    text = json.dumps(document) if isinstance(document, Mapping) else document
    return resource("aws:iam/rolePolicy:RolePolicy", name, role=on, policy=text, **props)


def allow(actions: Any, resources: Any = "*", **rest: Any) -> dict[str, Any]:
    """One statement that allows; `None` leaves the resource out (trust policies)."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources, **rest}
    return {key: value for key, value in statement.items() if value is not None}


def policy_text(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def grant(actions: str | Sequence[str], *nodes: Resource, **rest: Any) -> dict[str, Any]:
    """One grant as a component of this project sends it; ARNs are unknown until nodes have them."""
    return {
        "actions": [actions] if isinstance(actions, str) else list(actions),
        "resources": list(nodes),
        "nodes": [node.urn for node in nodes],
        "paths": [""],
        **rest,
    }
