"""HTTP addresses that are called: whether one is an API, a URL or a distribution of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from policies.flow.model import Scope
from policies.flow.places import Found, Places
from policies.flow.scopes import Requests, requests
from policies.view import View

KINDS = ("API", "function", "distribution")


@dataclass(frozen=True)
class Called:
    """What is behind an address."""

    found: Found
    carry: Callable[[Scope], Scope] | None = None
    """What is asked of an API, where that is known."""
    doubt: str = ""
    """Why a call may start nothing further; empty where it does, or where its route decides."""


def behind(view: View, path: str, method: str, places: Places) -> list[Called]:
    """What the address at `path` leads to, called with `method` (empty: not known)."""
    url = view.peek(path)
    return [_called(found, url, method, places) for found in places.find(view, path, *KINDS)]


def _called(found: Found, url: object, method: str, places: Places) -> Called:
    if found.place.kind == "distribution":
        return Called(found, doubt="which of its behaviors is called is not looked at")
    if found.place.kind == "API" and isinstance(url, str) and method:
        resource = places.resource(found.place)
        rest_api = resource is not None and "apigateway/" in resource.type
        asked = _requests(url, method, rest_api)
        return Called(found, lambda _: asked)
    return Called(found)


def _requests(url: str, method: str, rest_api: bool) -> Requests | None:
    try:
        path = urlsplit(url).path or "/"
    except ValueError:
        return None
    stage, _, rest = path[1:].partition("/")
    in_stage = requests(f"{stage}/{method}/{rest}")
    if rest_api:
        return Requests((in_stage,), only_one=True)
    # An HTTP API may have a stage that takes no part in its addresses.
    return Requests((in_stage, requests(f"$default/{method}{path}")), only_one=True)
