"""Route keys (`GET /items/{id}`): what APIs of both flavours make of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

from components.args import formed
from components.errors import Wrong
from components.foundation.cors import Cors

_STEP = r"(/[A-Za-z0-9._-]+|/\{[A-Za-z0-9_]+\})"
ROUTE = (
    r"^(GET|POST|PUT|PATCH|DELETE|HEAD) (/|" + _STEP + r"*(" + _STEP + r"|/\{[A-Za-z0-9_]+\+\}))$"
)
"""One method and one path; `{name+}` only at its end. A catch-all over methods would send
preflights to the authorizer (sheet 48)."""

Route = Annotated[str, formed(ROUTE, "a method and a path, e.g. GET /items/{id}")]

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


def listed(under: str, owners: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The routes of each of `owners`, which stand below the setting `under`: (where, key)."""
    for name, owner in owners.items():
        for index, key in enumerate(owner.routes):
            yield f"{under}.{name}.routes[{index}]", key


def fit_together(routes: Iterable[tuple[str, str]]) -> None:
    """Raises Wrong where routes (where, key) cannot stand in one API."""
    seen: dict[str, str] = {}
    variables: dict[str, tuple[str, str]] = {}
    for where, key in routes:
        method, path = key.split(" ", 1)
        route = f"{method} {any_value(path)}"
        if route in seen:
            expected = f"each route once: {key} catches what {seen[route]} does"
            raise Wrong(expected, at=where, fix="take one of the two out, or change it")
        seen[route] = f"{key} ({where})"
        steps = path.split("/")[1:]
        for index, step in enumerate(steps):
            if not step.startswith("{"):
                continue
            above = any_value("/".join(["", *steps[:index]]))
            first, there = variables.setdefault(above, (step, where))
            if first != step:
                expected = f"one name after {above or '/'} in all routes: {there} has {first}"
                raise Wrong(
                    expected, at=where, fix=f"write {first} for {step}, or change the other"
                )


def any_value(path: str) -> str:
    """`/items/{id}` -> `/items/*`: a path as the ARN of a request has it."""
    steps = path.split("/")
    return "/".join("*" if step.startswith("{") else step for step in steps)
