"""HTTP addresses that are called: whether one is an API, a URL or a distribution of its own."""

from __future__ import annotations

from policies.flow.places import Found, Places
from policies.view import View

KINDS = ("API", "function", "distribution")
_DOUBTS = {
    "API": "which of its routes is called is not looked at",
    "distribution": "which of its behaviors is called is not looked at",
}


def behind(view: View, path: str, places: Places) -> list[tuple[Found, str]]:
    """What the address at `path` leads to, and why calling it may start nothing further."""
    return [(found, _DOUBTS.get(found.place.kind, "")) for found in places.find(view, path, *KINDS)]
