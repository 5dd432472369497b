"""One configured `aws` provider: account, region, tags.

A program may have several (other accounts, other regions). They all attach to the same server; the
engine opens a connection for each, so the connection tells them apart.
"""

import contextlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from offline.provider import wire
from offline.provider.schema import ListOf, ObjectOf, Property, Scalar, Type

DEFAULT_ACCOUNT = "123456789012"
_PARTITIONS = (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-iso-", "aws-iso"))


@dataclass(frozen=True)
class Instance:
    """What a provider was configured with."""

    account: str = DEFAULT_ACCOUNT
    region: str = ""
    default_tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def partition(self) -> str:
        """`aws`, or the partition that the region belongs to."""
        return next((p for prefix, p in _PARTITIONS if self.region.startswith(prefix)), "aws")

    @property
    def dns_suffix(self) -> str:
        """What the partition's host names end in."""
        return "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"

    def in_region(self, region: Any) -> "Instance":
        """The same provider for a resource that names its own region."""
        return replace(self, region=region) if isinstance(region, str) and region else self


def parse(config: Mapping[str, Any], properties: Mapping[str, Property]) -> dict[str, Any]:
    """A provider's configuration with its nested values, which travel as JSON text, read."""
    parsed: dict[str, Any] = {}
    for name, value in config.items():
        value = wire.reveal(value)
        property_ = properties.get(name)
        if isinstance(value, str) and property_ and property_.type != Scalar("string"):
            with contextlib.suppress(ValueError):  # stays text, which the check calls wrong
                value = _wire_names(json.loads(value), property_.type)
        parsed[name] = value
    return parsed


def _wire_names(value: Any, type_: Type) -> Any:
    """Dictionaries that Python programs write reach the provider with Python's names."""
    if isinstance(type_, ListOf) and isinstance(value, list):
        return [_wire_names(item, type_.item) for item in value]
    if isinstance(type_, ObjectOf) and isinstance(value, dict):
        fields = {field.python_name: field for field in type_.fields.values()}
        fields.update(type_.fields)
        return {
            fields[name].name if name in fields else name: (
                _wire_names(item, fields[name].type) if name in fields else item
            )
            for name, item in value.items()
        }
    return value


def configure(config: Mapping[str, Any], default_account: str) -> Instance:
    """The provider for a parsed configuration.

    The account is the only allowed one, else the one of the role it assumes, else the stack's.
    """
    config = wire.plain(dict(config))
    allowed = config.get("allowedAccountIds") or []
    account = allowed[0] if allowed else _assumed_account(config) or default_account
    tags = (config.get("defaultTags") or {}).get("tags") or {}
    return Instance(account, config.get("region") or "", tags)


def _assumed_account(config: Mapping[str, Any]) -> str | None:
    for role in reversed(config.get("assumeRoles") or []):
        match = re.match(r"arn:[^:]+:iam::(\d{12}):role/", role.get("roleArn") or "")
        if match:
            return match[1]
    return None
