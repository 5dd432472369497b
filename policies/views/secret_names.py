"""Names and looks that tell that a value is a credential."""

from __future__ import annotations

import re
from typing import Any

from policies.values import UNKNOWN

_SECRET = re.compile(
    r"(?:^|_)(?:secrets?|passwords?|passwd|passphrase|pwd|tokens?|credentials?|apikey"
    r"|(?:api|access|private|auth|signing)_key)(?:_|$)"
)
_ELSEWHERE = re.compile(
    r"_(?:algorithm|arn|audience|bucket|budget|count|days|enabled|endpoint|expiration|expiry|file"
    r"|header|hours|id|issuer|length|limit|minutes|mode|name|param|parameter|path|policy|prefix"
    r"|provider|queue|quota|region|scope|seconds|size|source|stage|table|topic|ttl|type|uri|url"
    r"|usage|use|version)$"
    r"|(?:^|_)(?:max|min|num|total)_(?:\w+_)?tokens$|(?:^|_)tokens_per_"
)
"""Names that tell where a secret is, how long it lasts or how it is made, and those that count the
tokens of a language model: `SECRET_ARN`, `TOKEN_TTL_SECONDS`, `MAX_OUTPUT_TOKENS`."""

_CARRIERS = {"authorization", "proxy_authorization", "cookie", "x_api_key"}
"""Headers that are there to carry one."""

_SHAPES = {
    "an AWS access key id": r"\b(AKIA|ASIA)[0-9A-Z]{16}\b",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a GitHub token": r"\b(gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{22,})",
    "a Slack token": r"\bxox[abprs]-[0-9A-Za-z-]{10,}",
    "a Stripe key": r"\b[rs]k_live_[0-9A-Za-z]{16,}",
    "a Google API key": r"\bAIza[0-9A-Za-z_-]{35}\b",
    "a JSON web token": r"\beyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{8,}",
    "a password in a URL": r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/:@{$]+@",
}


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


def looks_like(value: Any) -> str:
    """What kind of credential `value` is, or holds, by its looks; empty if none."""
    if not isinstance(value, str):
        return ""
    return next((kind for kind, shape in _SHAPES.items() if re.search(shape, value)), "")


def points_elsewhere(value: Any) -> bool:
    """Whether `value` names the place of a secret (`prod/db`), or can be none: empty, a number, yes
    or no."""
    if value is UNKNOWN:
        return False
    text = "" if value is None else str(value).strip()
    return (
        not text
        or text.startswith(("arn:", "/", "{{resolve:", "ssm:", "secretsmanager:"))
        or re.fullmatch(r"[a-z][a-z0-9_.-]*(/[a-z0-9_.-]+)+", text) is not None
        or re.fullmatch(r"(?i)true|false|yes|no|on|off|none|\d{1,5}", text) is not None
    )
