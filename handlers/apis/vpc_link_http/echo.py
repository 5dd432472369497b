"""Sample backend behind a load balancer: says what it saw of the request.

Trigger: application load balancer (`requestContext.elb`).
Returns: 200 `{"method": str, "path": str, "client": str}`; `path` shows whether a stage was left in
it, `client` is who called API Gateway. 405 for methods that are none of HTTP's usual.
Raises: NotABalancerError for events of another source.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

REASONS = {200: "OK", 405: "Method Not Allowed"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class NotABalancerError(ValueError):
    """The event did not come from a load balancer."""


@dataclass(frozen=True)
class Request:
    """One request as the balancer hands it on."""

    method: str
    path: str
    client: str

    @classmethod
    def parse(cls, event: Mapping[str, Any]) -> Request:
        """From the balancer's event."""
        if "elb" not in (event.get("requestContext") or {}):
            raise NotABalancerError("no requestContext.elb: put me behind a load balancer")
        headers = {key.lower(): value or "" for key, value in (event.get("headers") or {}).items()}
        return cls(str(event["httpMethod"]), str(event["path"]), caller(headers))


def caller(headers: Mapping[str, str]) -> str:
    """The first address named, which a caller may have made up.

    HTTP APIs name it in `Forwarded` (RFC 7239), REST APIs in X-Forwarded-For. There the balancer
    adds whom it saw itself, after an HTTP API that is the link alone.
    """
    for part in headers.get("forwarded", "").partition(",")[0].split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "for":
            return value.strip().strip('"')
    return headers.get("x-forwarded-for", "").partition(",")[0].strip()


def answer(request: Request) -> dict[str, Any]:
    """The answer in the form that a load balancer wants."""
    if request.method not in METHODS:
        return _response(405, {"message": ", ".join(METHODS)})
    seen = {"method": request.method, "path": request.path, "client": request.client}
    return _response(200, seen)


def _response(status: int, body: Mapping[str, str]) -> dict[str, Any]:
    return {
        "statusCode": status,
        "statusDescription": f"{status} {REASONS[status]}",
        "isBase64Encoded": False,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body),
    }


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return answer(Request.parse(event))
