"""CORS headers of a REST API's own responses, for one caller.

API Gateway passes a function's answer on as it is, so the function says who may read it. Reads
ALLOWED_ORIGINS (comma-separated) and ALLOW_CREDENTIALS (`true` or `false`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Origins:
    """The pages that may read answers."""

    allowed: tuple[str, ...]
    credentials: bool = False

    @classmethod
    def from_environment(cls, variables: Mapping[str, str]) -> Origins:
        names = (origin.strip() for origin in variables["ALLOWED_ORIGINS"].split(","))
        return cls(tuple(filter(None, names)), variables.get("ALLOW_CREDENTIALS") == "true")

    def headers_for(self, request: Mapping[str, str] | None) -> dict[str, str]:
        """Headers of the answer to a request with these headers.

        An origin that is not listed, or none, gets only `Vary`: then no browser shows the answer
        to a page, and no cache mixes up answers for different origins.
        """
        origin = next((v for k, v in (request or {}).items() if k.lower() == "origin"), None)
        headers = {"Vary": "Origin"}
        if "*" in self.allowed:
            return {"Access-Control-Allow-Origin": "*"}
        if origin in self.allowed:
            headers["Access-Control-Allow-Origin"] = origin
            if self.credentials:
                headers["Access-Control-Allow-Credentials"] = "true"
        return headers
