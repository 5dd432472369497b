"""What browsers are told of other origins, wherever it is set: HTTP APIs, REST APIs, URLs."""

from __future__ import annotations

import re

from policies.values import UNKNOWN
from policies.view import View

ORIGIN = "access-control-allow-origin"
METHODS = "access-control-allow-methods"
HEADERS = "access-control-allow-headers"
CREDENTIALS = "access-control-allow-credentials"
LISTS = {ORIGIN: "allowOrigins", METHODS: "allowMethods", HEADERS: "allowHeaders"}


class CorsSettings(View):
    """The CORS headers that one resource sets, as lists of plain values.

    HTTP APIs and function URLs have one block of lists. REST APIs have a text for each header of
    each answer, with the value in single quotes.
    """

    token = (
        "aws:apigatewayv2/api:Api",
        "aws:lambda/functionUrl:FunctionUrl",
        "aws:apigateway/integrationResponse:IntegrationResponse",
        "aws:apigateway/response:Response",
    )
    BLOCKS = {  # noqa: RUF012
        "aws:apigatewayv2/api:Api": "corsConfiguration",
        "aws:lambda/functionUrl:FunctionUrl": "cors",
    }

    @property
    def credentials(self) -> bool:
        """Whether browsers may send cookies and other credentials along."""
        block = self.BLOCKS.get(self.resource.type)
        if block:
            return self.flag(f"{block}.allowCredentials")
        return [value.lower() for value in self._header(CREDENTIALS)] == ["true"]

    def values(self, header: str) -> list[str]:
        """What `header` (one of `LISTS`) allows."""
        block = self.BLOCKS.get(self.resource.type)
        if block:
            return [str(value).strip() for value in self.items(f"{block}.{LISTS[header]}")]
        return self._header(header)

    def place(self, header: str) -> str:
        """The property in which `header` is set."""
        block = self.BLOCKS.get(self.resource.type)
        return f"{block}.{LISTS[header]}" if block else "responseParameters"

    def _header(self, header: str) -> list[str]:
        parameters = self.peek("responseParameters")
        if parameters is UNKNOWN:
            self.read("responseParameters")
        for name in parameters if isinstance(parameters, dict) else ():
            if re.split(r"\.header\.", str(name).lower())[-1] == header:
                # Not by path: the name has dots.
                value = parameters[name]
                text = "" if value is UNKNOWN else str(value)
                if value is UNKNOWN:
                    self.read("responseParameters")
                return [part.strip() for part in text.strip("'").split(",") if part.strip()]
        return []
