"""Route keys (`GET /items/{id}`): what APIs of both flavours make of them."""

from __future__ import annotations

from collections.abc import Iterable

from components.foundation.cors import Cors

ROUTE = r"^(GET|POST|PUT|PATCH|DELETE|HEAD) /[A-Za-z0-9._~{}+/-]*$"
"""One method and one path. A catch-all would send preflights to the authorizer (sheet 48)."""


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
    """`GET /items/{id}` -> `get-items-id`: what stands for a route in resources' names."""
    words = "".join(c if c.isalnum() else " " for c in key.lower()).split()
    return "-".join(words)


def any_value(path: str) -> str:
    """`/items/{id}` -> `/items/*`: a path as the ARN of a request has it."""
    steps = path.split("/")
    return "/".join("*" if step.startswith("{") else step for step in steps)
