"""Code and templates whose text the program gives, and so the pack sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policies.values import UNKNOWN
from policies.view import Undecided, View

_PARAMETERS = "requestParameters"
_PLACES = {
    "aws:lambda/function:Function": ("code",),
    "aws:lambda/layerVersion:LayerVersion": ("code",),
    "aws:cloudfront/function:Function": ("code",),
    "aws:appsync/function:Function": ("code", "requestMappingTemplate"),
    "aws:appsync/resolver:Resolver": ("code", "requestTemplate"),
    "aws:apigateway/integration:Integration": ("requestTemplates", _PARAMETERS),
    "aws:apigatewayv2/integration:Integration": (_PARAMETERS,),
}
"""Type → properties that hold code; files of an archive are not seen, only texts in it."""


class CodeHolder(View):
    """Everything that holds code as text."""

    token = tuple(_PLACES)

    def texts(self) -> Iterator[tuple[str, str]]:
        """(place, text) of each; raises `Undecided` at the first that is not known.

        A parameter that is not known is what another resource has, and no text of the program.
        """
        for prop in _PLACES[self.resource.type]:
            yield from self._inside(self.peek(prop), prop)

    def _inside(self, value: Any, place: str) -> Iterator[tuple[str, str]]:
        if value is UNKNOWN:
            if place.startswith(f"{_PARAMETERS}."):
                return
            raise Undecided(self.resource, place)
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, Mapping):
            for key, inner in value.items():
                if key == "text":
                    yield from self._inside(inner, place)
                # What a file is called, and where it lies, is no code.
                elif key not in ("path", "uri"):
                    yield from self._inside(inner, f"{place}.{key}")
