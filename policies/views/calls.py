"""Views of what calls a function and waits for its answer."""

from __future__ import annotations

from policies.view import View
from policies.views.lambda_ import Alias, Function
from policies.views.linked import linked

REST = "aws:apigateway/integration:Integration"
HTTP = "aws:apigatewayv2/integration:Integration"
PLACES = {REST: ("uri", 29_000), HTTP: ("integrationUri", 30_000)}
"""Type → the property that names the function, and the default timeout in milliseconds."""


class Integration(View):
    """An integration of a REST or an HTTP API."""

    token = (REST, HTTP)

    @property
    def timeout(self) -> float:
        """Seconds that the API waits."""
        return (self.number("timeoutMilliseconds") or PLACES[self.resource.type][1]) / 1000

    @property
    def functions(self) -> list[Function]:
        """The functions of this stack that it may call."""
        prop = PLACES[self.resource.type][0]
        behind = [alias.function for alias in linked(self, prop, Alias)]
        return [*linked(self, prop, Function), *(f for f in behind if f)]
