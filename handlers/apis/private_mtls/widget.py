"""Sample function of a private API with client certificates: one widget.

Trigger: REST API proxy, `GET /widgets`.
Returns: 200 `{"id": "1", "value": "4.99"}`, 405 for other methods.
Logs the subject of the caller's certificate, which the load balancer has verified.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

LOG = Logger()
WIDGET = {"id": "1", "value": "4.99"}
_PREFIX = "x-amzn-mtls-clientcert-"


@dataclass(frozen=True)
class Caller:
    """The machine that calls, as the load balancer tells it; empty text where it does not."""

    subject: str
    serial_number: str

    @classmethod
    def parse(cls, event: Mapping[str, Any]) -> Caller:
        """From the headers that the load balancer sets after verifying the certificate.

        To be believed only behind a listener in verify mode: there nobody else sets them.
        """
        headers = {key.lower(): value for key, value in (event.get("headers") or {}).items()}
        return cls(
            str(headers.get(f"{_PREFIX}subject") or ""),
            str(headers.get(f"{_PREFIX}serial-number") or ""),
        )


def respond(event: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one request, in the form that a REST API wants."""
    caller = Caller.parse(event)
    LOG.info("called", extra={"subject": caller.subject, "serial": caller.serial_number})
    if event.get("httpMethod") not in ("GET", "HEAD"):
        return _answer(405, {"message": "GET"})
    return _answer(200, WIDGET)


def _answer(status: int, body: Mapping[str, str]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json"}
    return {"statusCode": status, "headers": headers, "body": json.dumps(body)}


@LOG.inject_lambda_context
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    return respond(event)
