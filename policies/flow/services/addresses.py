"""HTTP addresses that are called: what of the stacks is behind one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from policies.flow.model import Evidence, Filter, Listens, Place, Scope
from policies.flow.places import Found, Places
from policies.flow.scopes import Requests, requests
from policies.view import View

KINDS = ("API", "function", "distribution", "domain")


@dataclass(frozen=True)
class Called:
    """What is behind an address."""

    found: Found
    carry: Callable[[Scope], Scope] | None = None
    """What is asked of an API, where that is known."""
    doubt: str = ""
    """Why a call may start nothing further; empty where it does, or where its route decides."""

    def by(
        self,
        caller: Place,
        verb: str,
        evidence: Evidence,
        elsewhere: str,
        passes: Filter | None = None,
        channel: str = "",
    ) -> Listens:
        """The call; `elsewhere` is what is not followed where nobody knows what it leads to."""
        return Listens(
            caller,
            self.found.place,
            verb,
            evidence,
            self.found.certain and not self.doubt,
            passes,
            channel,
            carry=self.carry,
            doubt=self.doubt,
            unheard=elsewhere,
        )


def behind(view: View, path: str, method: str, places: Places) -> list[Called]:
    """What the address at `path` leads to, called with `method` (empty: not known)."""
    url = view.peek(path)
    found = places.find(view, path, *KINDS) or _domains(url, places)
    return [_called(item, url, method, places) for item in found]


def written(url: str, method: str, places: Places) -> list[Called]:
    """What an address leads to that stands in a definition."""
    found = places.named(url, "API") or _domains(url, places)
    return [_called(item, url, method, places) for item in found]


def domains(host: str, places: Places) -> list[Found]:
    """The custom domain of that name, or one with a wildcard of the stacks that covers it.

    Whose it is may be known to nobody: whether anything listens to it tells.
    """
    for name in (host, f"*.{host.partition('.')[2]}"):
        known = [place for place in places.of("domain") if places.aws_name(place) == name]
        if known:
            return [Found(place, len(known) == 1) for place in known]
    return places.named(host, "domain")


def _domains(url: object, places: Places) -> list[Found]:
    try:
        host = urlsplit(url).hostname if isinstance(url, str) else None
    except ValueError:
        return []
    return domains(host, places) if host else []


def _called(found: Found, url: object, method: str, places: Places) -> Called:
    kind = found.place.kind
    if kind == "distribution":
        return Called(found, doubt="which of its behaviors is called is not looked at")
    if kind in ("API", "domain") and isinstance(url, str) and method:
        resource = places.resource(found.place)
        rest_api = resource is not None and "apigateway/" in resource.type
        asked = _requests(url, method, in_stage=kind == "API", rest_api=rest_api)
        return Called(found, lambda _: asked)
    return Called(found)


def _requests(url: str, method: str, *, in_stage: bool, rest_api: bool) -> Requests | None:
    try:
        path = urlsplit(url).path or "/"
    except ValueError:
        return None
    stage, _, rest = path[1:].partition("/")
    below = requests(f"{stage}/{method}/{rest}")
    whole = requests(f"$default/{method}{path}")
    if not in_stage:
        return Requests((whole,), only_one=True)
    if rest_api:
        return Requests((below,), only_one=True)
    # An HTTP API may have a stage that takes no part in its addresses.
    return Requests((below, whole), only_one=True)
