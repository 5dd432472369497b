"""Sample function behind a REST API, to see in the access log what an answer and a failure leave.

Trigger: REST API (Lambda proxy), any method and path.
Returns: 200 `{"message": str, "requestId": str}`, the id being that of the access log's line.
Raises: AskedForError where the path ends in `/fail`: callers get 502, the log `integrationError`.
"""

from __future__ import annotations

import json
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

LOG = Logger()


class AskedForError(Exception):
    """The failure that the caller asked for."""


def answer(path: str, request_id: str) -> dict[str, Any]:
    """The answer in the form that API Gateway wants."""
    if path.rstrip("/").endswith("/fail"):
        raise AskedForError(f"{path} was called")
    body = {"message": "all phases passed", "requestId": request_id}
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(body),
    }


@LOG.inject_lambda_context(correlation_id_path="requestContext.requestId")
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    return answer(event["path"], event["requestContext"]["requestId"])
