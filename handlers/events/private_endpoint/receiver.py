"""Sample endpoint behind a load balancer: takes an event and says so.

Trigger: application load balancer (`requestContext.elb`).
Returns: POST with an event of EventBridge: 200 `{"success": true, "message": str}`; POST with
anything else: 200 `{"success": false, "message": str}`; GET: 200, for who looks whether it runs;
405 for other methods. It keeps nothing, so it need not tell repeats (`Idempotency-Key`).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

REASONS = {200: "OK", 405: "Method Not Allowed"}


def answer(request: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
    """Status and answer to one request."""
    if request["httpMethod"] == "GET":
        return 200, {"message": "hello"}
    if request["httpMethod"] != "POST":
        return 405, {"message": "GET, POST"}
    event = _event(request)
    if event is None:
        return 200, {"success": False, "message": "No event of EventBridge."}
    return 200, {"success": True, "message": f"Event {event['id']} received."}


def _event(request: Mapping[str, Any]) -> Mapping[str, Any] | None:
    body = request.get("body") or ""
    try:
        found = json.loads(base64.b64decode(body) if request.get("isBase64Encoded") else body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("id"), str) else None


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    status, body = answer(event)
    return {
        "statusCode": status,
        "statusDescription": f"{status} {REASONS[status]}",
        "isBase64Encoded": False,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body),
    }
