"""Answers preflights of a REST API with several origins.

Trigger: REST API proxy, OPTIONS of any of its paths.
Reads: ALLOWED_ORIGINS, ALLOW_CREDENTIALS, ALLOWED_METHODS (JSON: path -> methods),
ALLOWED_HEADERS (comma-separated), MAX_AGE_SECONDS.
Returns: 204; the Access-Control headers only where origin, method and headers asked for are all
allowed, so that a page that may not call learns nothing else.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.shared.cors import Origins


@dataclass(frozen=True)
class Preflight:
    """What pages of the allowed origins may ask for."""

    origins: Origins
    methods: Mapping[str, list[str]]
    headers: tuple[str, ...]
    max_age_seconds: int

    @classmethod
    def from_environment(cls, variables: Mapping[str, str]) -> Preflight:
        return cls(
            Origins.from_environment(variables),
            json.loads(variables["ALLOWED_METHODS"]),
            tuple(filter(None, variables["ALLOWED_HEADERS"].split(","))),
            int(variables["MAX_AGE_SECONDS"]),
        )

    def answer(self, event: Mapping[str, Any]) -> dict[str, Any]:
        request = {key.lower(): value for key, value in (event.get("headers") or {}).items()}
        headers = self.origins.allow(request)
        methods = self.methods.get(event.get("resource", ""), [])
        if not self._allowed(request, methods):
            headers = {"Vary": "Origin"}
        elif "Access-Control-Allow-Origin" in headers:
            headers |= {
                "Access-Control-Allow-Methods": ",".join(methods),
                "Access-Control-Allow-Headers": ",".join(self.headers),
                "Access-Control-Max-Age": str(self.max_age_seconds),
            }
        return {"statusCode": 204, "headers": headers, "body": ""}

    def _allowed(self, request: Mapping[str, str], methods: list[str]) -> bool:
        asked = request.get("access-control-request-headers", "").split(",")
        wanted = {name.strip().lower() for name in asked if name.strip()}
        known = {name.lower() for name in self.headers}
        method = request.get("access-control-request-method", "").upper()
        return method in methods and ("*" in known or wanted <= known)


@functools.cache
def configured() -> Preflight:
    return Preflight.from_environment(os.environ)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return configured().answer(event)
