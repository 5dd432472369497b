"""Sample function behind an HTTP API: says hello.

Trigger: HTTP API, payload 2.0, `GET /hello` and `POST /hello` with `{"name": str}`.
Returns: 200 `{"message": str}`; 400 `{"message": str}` for a body that names nobody.
Sets no CORS headers: the API adds them and would ignore these.
"""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.content_types import APPLICATION_JSON
from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers.apis.cors.greeting import GreetingError, Visitor, greet

LOG = Logger()
app = APIGatewayHttpResolver()


@app.get("/hello")
def hello_world() -> dict[str, str]:
    return greet(None)


@app.post("/hello")
def hello_visitor() -> dict[str, str]:
    return greet(Visitor.parse(app.current_event.raw_event))


@app.exception_handler(GreetingError)
def refuse(error: GreetingError) -> Response[dict[str, str]]:
    LOG.info("refused", extra={"reason": str(error)})
    return Response(400, APPLICATION_JSON, body={"message": str(error)})


@LOG.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
