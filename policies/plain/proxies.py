"""Properties out of pulumi_policy's proxies, as rules read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from policies.values import UNKNOWN


def known(props: Mapping[str, Any]) -> dict[str, Any]:
    """`props` as plain values, with `UNKNOWN` where a value is not known yet."""
    return {key: _plain(props, key) for key in props}


def _plain(holder: Any, key: Any) -> Any:
    """What `holder` has at `key`, out of the proxies that raise where a value is unknown."""
    from pulumi import Archive, Asset
    from pulumi_policy.proxy import UnknownValueError

    try:
        value = holder[key]
    except UnknownValueError:
        return UNKNOWN
    if isinstance(value, Mapping):
        return known(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(value, index) for index in range(len(value))]
    if isinstance(value, (Asset, Archive)):
        return {name: _asset(item) for name, item in vars(value).items()}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _asset(value: Any) -> Any:
    return known(value) if isinstance(value, Mapping) else value
