"""Route keys (`GET /items/{id}`): what APIs of both flavours make of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from components.foundation.cors import Cors

_STEP = r"(/[A-Za-z0-9._-]+|/\{[A-Za-z0-9_]+\})"
ROUTE = (
    r"^(GET|POST|PUT|PATCH|DELETE|HEAD) (/|" + _STEP + r"*(" + _STEP + r"|/\{[A-Za-z0-9_]+\+\}))$"
)
"""One method and one path; `{name+}` only at its end. A catch-all over methods would send
preflights to the authorizer (sheet 48)."""

_NOTHING_LOST = re.compile(r"^([A-Z]+ )?(/|(/[a-z0-9]+|/\{[a-z0-9]+\})+)$")


def methods(keys: Iterable[str]) -> list[str]:
    """The methods of route keys, and OPTIONS, sorted."""
    return sorted({key.split(" ", 1)[0] for key in keys} | {"OPTIONS"})


def request_headers(
    cors: Cors, *, authorized: bool = False, signed: bool = False, api_key: bool = False
) -> list[str]:
    """The request headers that callers need, unless `cors` names them."""
    if cors.headers is not None:
        return list(cors.headers)
    headers = ["content-type"]
    if authorized or signed:
        headers.append("authorization")
    if signed:
        headers += ["x-amz-content-sha256", "x-amz-date", "x-amz-security-token"]
    if api_key:
        headers.append("x-api-key")
    return headers


def slug_of(key: str) -> str:
    """`GET /items/{id}` -> `get-items-_id`: what stands for a route in resources' names.

    Different keys never share one: where characters get lost, part of a hash tells them apart.
    """
    readable = "-".join(re.findall(r"[a-z0-9_]+", key.lower().replace("{", "_")))
    if _NOTHING_LOST.match(key):
        return readable
    return f"{readable}-{hashlib.sha256(key.encode()).hexdigest()[:6]}"


def fit_together(keys: Iterable[str]) -> None:
    """Raises ValueError, with what would be right, where routes cannot stand in one API."""
    seen: dict[str, str] = {}
    variables: dict[str, str] = {}
    for key in keys:
        method, path = key.split(" ", 1)
        other = seen.get(f"{method} {any_value(path)}")
        if other is not None:
            raise ValueError(f"each route once: {key} catches what {other} does")
        seen[f"{method} {any_value(path)}"] = key
        steps = path.split("/")[1:]
        for index, step in enumerate(steps):
            above = any_value("/".join(["", *steps[:index]]))
            if step.startswith("{") and variables.setdefault(above, step) != step:
                both = f"{variables[above]} or {step}"
                raise ValueError(f"one name after {above or '/'} in all routes: {both}")


def any_value(path: str) -> str:
    """`/items/{id}` -> `/items/*`: a path as the ARN of a request has it."""
    steps = path.split("/")
    return "/".join("*" if step.startswith("{") else step for step in steps)
