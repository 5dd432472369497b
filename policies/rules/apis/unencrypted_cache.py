"""An API's cache holds answers, which may be somebody's data, unencrypted."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.core import Finding, Severity, rule
from policies.views.apigateway import MethodSettings


@rule(
    severity=Severity.MEDIUM,
    title="An API caches answers unencrypted",
    why="Cached answers may hold what only one caller may see; the cache writes them as they are.",
    fix="Set cacheDataEncrypted to true beside cachingEnabled.",
    source="Security Hub APIGateway.5; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html",
)
def unencrypted_cache(methods: MethodSettings) -> Iterator[Finding]:
    if methods.caching and not methods.cache_encrypted:
        yield Finding(methods, "cache", "settings.cachingEnabled without cacheDataEncrypted")


@unencrypted_cache.remediation
def encrypt(_: MethodSettings) -> Mapping[str, Any]:
    return {"settings.cacheDataEncrypted": True}
