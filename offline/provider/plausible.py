"""A value for an output that no table knows: by its name and type, the same every time."""

from typing import Any

from offline.provider.kinds.kind import WHEN
from offline.provider.schema import (
    ListOf,
    MapOf,
    ObjectOf,
    OneOf,
    ResourceType,
    Scalar,
    Type,
    snake_case,
)

# Modules of pulumi_aws whose ARNs have another service name.
_SERVICES = {
    "alb": "elasticloadbalancing",
    "apigatewayv2": "apigateway",
    "cognito": "cognito-idp",
    "lb": "elasticloadbalancing",
    "msk": "kafka",
    "sfn": "states",
    "vpc": "ec2",
    "workspaces": "workspaces",
}
_ACCOUNT_NAMES = (
    "accountId",
    "awsAccountId",
    "catalogId",
    "ownerId",
    "registryId",
    "ownerAccountId",
)
# Outputs that AWS leaves empty for most resources.
_MOSTLY_EMPTY = (
    "availabilityZone", "carrierIp", "customerOwnedIp", "encrypted", "failure", "instanceId",
    "instanceLifecycle", "instanceOwnerId", "ipv6", "outpostArn", "passwordData", "ptrRecord",
    "signing", "spot", "statusMessage", "statusReason", "wafWebAcl", "webAcl",
)  # fmt: skip


def service(token: str) -> str:
    """The service's name in ARNs."""
    module, _, rest = token.removeprefix("aws:").partition("/")
    if module == "cloudwatch":
        return "events" if rest.startswith("event") else "logs" if "log" in rest else "cloudwatch"
    return _SERVICES.get(module, module)


def kind_name(token: str) -> str:
    """`aws:ec2/flowLog:FlowLog` → `flow-log`."""
    return snake_case(token.rpartition(":")[2]).replace("_", "-")


def id_prefix(token: str) -> str:
    """What a random id begins with."""
    return f"{kind_name(token)}-"


def template(resource: ResourceType, name: str) -> Any:
    """The output `name`, with texts to be filled in. What the program could have set and did not
    is empty."""
    type_ = resource.outputs[name].type
    if name in resource.inputs:
        return _empty(type_)
    return _by_type(resource.token, name, type_)


def _empty(type_: Type) -> Any:
    if isinstance(type_, OneOf):
        return _empty(type_.options[0])
    if isinstance(type_, ListOf):
        return []
    if isinstance(type_, MapOf):
        return {}
    if isinstance(type_, Scalar):
        return {"string": "", "integer": 0, "number": 0, "boolean": False}.get(type_.name)
    return None


def _by_type(token: str, name: str, type_: Type) -> Any:
    if isinstance(type_, OneOf):
        return _by_type(token, name, type_.options[0])
    if isinstance(type_, ObjectOf):
        return {
            key: _by_type(token, key, field.type)
            for key, field in type_.fields.items()
            if field.required
        }
    if isinstance(type_, Scalar) and type_.name == "string":
        return _text(token, name)
    return _empty(type_)


def _text(token: str, name: str) -> str:
    """A template for a text by what its name ends in."""
    lower = name.lower()
    if name in _ACCOUNT_NAMES:
        return "{account}"
    if name.startswith(_MOSTLY_EMPTY):
        return ""
    if lower.endswith("arn"):
        part = snake_case(name)[: -len("arn")].strip("_").replace("_", "-") or kind_name(token)
        return f"arn:{{partition}}:{service(token)}:{{region}}:{{account}}:{part}/{{name}}"
    if lower.endswith(("ip", "ipaddress", "ipv4address")):
        return "203.0.113.10" if "public" in lower else "10.0.0.10"
    if lower.endswith("id"):
        return (
            f"{snake_case(name)[:-2].strip('_').replace('_', '-') or kind_name(token)}-{{hex:17}}"
        )
    if lower.endswith(("url", "uri")):
        return f"https://{{letters:10}}.{service(token)}.{{region}}.{{dns_suffix}}/"
    if lower.endswith(
        ("endpoint", "dnsname", "domainname", "domain", "hostname", "address", "host")
    ):
        return f"{{letters:10}}.{service(token)}.{{region}}.{{dns_suffix}}"
    if lower.startswith(("notafter", "notbefore", "date")) or lower.endswith(
        ("date", "at", "time", "modified", "timestamp", "start")
    ):
        return WHEN
    if lower.endswith(("etag", "hash", "fingerprint", "token", "reference")):
        return "{hex:32}"
    if lower.endswith("version"):
        return "1"
    if lower.endswith(("status", "state")):
        return "ACTIVE"
    return "{name}"
