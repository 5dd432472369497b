"""Sample backend behind a load balancer: says what it saw of the request.

Trigger: application load balancer (`requestContext.elb`).
Returns: 200 `{"method": str, "path": str, "client": str}`; `path` shows whether a stage was left in
it, `client` is the first address of X-Forwarded-For. 405 for methods that are none of HTTP's usual.
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
        """From the balancer's event. The balancer's own address is no client: it is the header
        that counts, and only its first entry, which a caller may have made up."""
        if "elb" not in (event.get("requestContext") or {}):
            raise NotABalancerError("no requestContext.elb: put me behind a load balancer")
        headers = {key.lower(): value for key, value in (event.get("headers") or {}).items()}
        first, _, _ = str(headers.get("x-forwarded-for") or "").partition(",")
        return cls(str(event["httpMethod"]), str(event["path"]), first.strip())


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
