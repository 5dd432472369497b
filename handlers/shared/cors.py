"""CORS headers of a REST API's own responses, for one caller.

API Gateway passes a function's answer on as it is, so the function says who may read it. Reads
ALLOWED_ORIGINS, EXPOSED_HEADERS (both comma-separated) and ALLOW_CREDENTIALS (`true` or `false`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Origins:
    """The pages that may read answers."""

    allowed: tuple[str, ...]
    credentials: bool = False
    exposed: tuple[str, ...] = ()
    """Response headers that scripts may read."""

    @classmethod
    def from_environment(cls, variables: Mapping[str, str]) -> Origins:
        return cls(
            _names(variables["ALLOWED_ORIGINS"]),
            variables.get("ALLOW_CREDENTIALS") == "true",
            _names(variables.get("EXPOSED_HEADERS", "")),
        )

    def headers_for(self, request: Mapping[str, str] | None) -> dict[str, str]:
        """Headers of the answer to a request with these headers.

        An origin that is not listed, or none, gets only `Vary`: then no browser shows the answer
        to a page, and no cache mixes up answers for different origins.
        """
        headers = self.allow(request)
        if self.exposed and "Access-Control-Allow-Origin" in headers:
            headers["Access-Control-Expose-Headers"] = ",".join(self.exposed)
        return headers

    def allow(self, request: Mapping[str, str] | None) -> dict[str, str]:
        """Just whether the origin may call: what preflights and answers have in common."""
        if "*" in self.allowed:
            return {"Access-Control-Allow-Origin": "*"}
        origin = next((v for k, v in (request or {}).items() if k.lower() == "origin"), None)
        if origin not in self.allowed:
            return {"Vary": "Origin"}
        headers = {"Vary": "Origin", "Access-Control-Allow-Origin": origin}
        if self.credentials:
            headers["Access-Control-Allow-Credentials"] = "true"
        return headers


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(",") if (name := part.strip()))
