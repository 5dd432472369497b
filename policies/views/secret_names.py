"""Names that tell that a value is a credential."""

from __future__ import annotations

import re

_SECRET = re.compile(
    r"(?:^|_)(?:secrets?|passwords?|passwd|passphrase|pwd|tokens?|credentials?|apikey"
    r"|(?:api|access|private|auth|signing)_key)(?:_|$)"
)
_ELSEWHERE = re.compile(
    r"_(?:algorithm|arn|audience|bucket|count|days|enabled|endpoint|expiration|expiry|file|header"
    r"|hours|id|issuer|length|limit|minutes|mode|name|param|parameter|path|prefix|provider|queue"
    r"|region|scope|seconds|source|stage|table|topic|ttl|type|uri|url|version)$"
)
"""Names that tell where a secret is, or how long it lasts: `SECRET_ARN`, `TOKEN_TTL_SECONDS`."""

_CARRIERS = {"authorization", "proxy_authorization", "cookie", "x_api_key"}
"""Headers that are there to carry one."""


def words(name: str) -> str:
    """The name in small words: `apiKey`, `API-KEY` -> `api_key`."""
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).replace("-", "_").lower()


def sounds_secret(name: str) -> bool:
    """Whether a name is one of a secret itself, and not of its place or its life time."""
    said = words(name)
    return bool(_SECRET.search(said)) and not _ELSEWHERE.search(said)


def carries_credential(key: str) -> bool:
    """Whether a header or parameter of this name carries a credential."""
    return words(key) in _CARRIERS or sounds_secret(key)
