"""What browsers are told of other origins, wherever it is set: HTTP APIs, REST APIs, URLs."""

from __future__ import annotations

import re
from typing import Any

from policies.values import UNKNOWN
from policies.view import Undecided, View

ORIGIN = "access-control-allow-origin"
METHODS = "access-control-allow-methods"
HEADERS = "access-control-allow-headers"
CREDENTIALS = "access-control-allow-credentials"
GATEWAY = "aws:apigateway/response:Response"
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
        GATEWAY,
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

    def written(self, header: str) -> list[str]:
        """The fixed values of `header` to the letter; on a REST API one text, without quotes."""
        block = self.BLOCKS.get(self.resource.type)
        if block:
            return [str(value) for value in self.items(f"{block}.{LISTS[header]}")]
        text = self._text(header)
        return [text[1:-1]] if len(text) > 1 and text[0] == text[-1] == "'" else []

    @property
    def answers_errors(self) -> bool:
        """Whether it is about what API Gateway itself answers when it refuses a call."""
        return self.resource.type == GATEWAY

    def place(self, header: str) -> str:
        """The property in which `header` is set."""
        block = self.BLOCKS.get(self.resource.type)
        return f"{block}.{LISTS[header]}" if block else "responseParameters"

    def _header(self, header: str) -> list[str]:
        text = self._text(header).strip("'")
        return [part.strip() for part in text.split(",") if part.strip()]

    def _text(self, header: str) -> str:
        parameters = self.peek("responseParameters")
        if parameters is UNKNOWN:
            self.read("responseParameters")
        for name in parameters if isinstance(parameters, dict) else ():
            if re.split(r"\.header\.", str(name).lower())[-1] == header:
                # Not by path: the name has dots.
                if parameters[name] is UNKNOWN:
                    self.read("responseParameters")
                return str(parameters[name])
        return ""


class MethodResponse(View):
    """`aws.apigateway.MethodResponse`: what a method says that it may answer."""

    token = "aws:apigateway/methodResponse:MethodResponse"

    @property
    def declared(self) -> list[str]:
        """Names of the parameters that an integration may set."""
        return list(self.mapping("responseParameters"))


class RestHeaders(View):
    """What sets headers of a REST API's answers, and the values it gives them."""

    token = ("aws:apigateway/integrationResponse:IntegrationResponse", GATEWAY)

    @property
    def of_gateway(self) -> bool:
        """Whether it is about what API Gateway itself answers when it refuses a call."""
        return self.resource.type == GATEWAY

    @property
    def headers(self) -> dict[str, Any]:
        """Parameter (`method.response.header.NAME`) → expression; a value may be `UNKNOWN`."""
        parameters = self.peek("responseParameters")
        if parameters is UNKNOWN:
            raise Undecided(self.resource, "responseParameters")
        return dict(parameters) if isinstance(parameters, dict) else {}
