"""Sample function behind both APIs: says hello, and never the key.

Trigger: REST API proxy. Returns: 200 `{"message": "hello world"}`.
"""

from __future__ import annotations

import json
from typing import Any


def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"message": "hello world"}),
    }
