"""Sample function behind a REST API: says hello, and who may read it.

Trigger: REST API proxy, `GET /hello` and `POST /hello` with `{"name": str}`.
Returns: 200 `{"message": str}`, 400 for a body that names nobody, 405 for other methods;
every answer carries the CORS headers of the caller's origin.
"""

from __future__ import annotations

import functools
import json
import os
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers.apis.cors.greeting import GreetingError, Visitor, greet
from handlers.shared.cors import Origins

LOG = Logger()


def respond(event: dict[str, Any], origins: Origins) -> dict[str, Any]:
    """The answer to one request, in the form that a REST API wants."""
    try:
        status, body = _answer(event)
    except GreetingError as error:
        LOG.info("refused", extra={"reason": str(error)})
        status, body = 400, {"message": str(error)}
    headers = {"Content-Type": "application/json", **origins.headers_for(event.get("headers"))}
    return {"statusCode": status, "headers": headers, "body": json.dumps(body)}


def _answer(event: dict[str, Any]) -> tuple[int, dict[str, str]]:
    method = event.get("httpMethod")
    if method == "POST":
        return 200, greet(Visitor.parse(event))
    if method in ("GET", "HEAD"):
        return 200, greet(None)
    return 405, {"message": "GET or POST"}


@functools.cache
def configured() -> Origins:
    return Origins.from_environment(os.environ)


@LOG.inject_lambda_context
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    return respond(event, configured())
