"""Sample function behind the private API: says that the call came through.

Trigger: REST API proxy. Returns: 200 `{"response": {"resultStatus": "SUCCESS"}}`.
Logs for each call the endpoint that it came over and the client's private address, empty where API
Gateway does not say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

LOG = Logger()
ANSWER = {"response": {"resultStatus": "SUCCESS"}}


@dataclass(frozen=True)
class Origin:
    """Where a call came from; empty texts where API Gateway does not say."""

    endpoint: str
    client: str

    @classmethod
    def parse(cls, event: Mapping[str, Any]) -> Origin:
        identity = (event.get("requestContext") or {}).get("identity") or {}
        return cls(str(identity.get("vpceId") or ""), str(identity.get("sourceIp") or ""))


def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    origin = Origin.parse(event)
    LOG.info("called", extra={"endpoint": origin.endpoint, "client": origin.client})
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(ANSWER),
    }
