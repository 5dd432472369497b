"""Carries one event to an HTTP endpoint inside the VPC and judges the answer.

Trigger: EventBridge rule, the event as it is.
Sends: POST ENDPOINT_URL with the event as JSON. `Idempotency-Key` is the event's id: EventBridge
and Lambda both deliver at least once, and the endpoint can tell repeats by it. With SECRET_ID, the
secret's text in the header KEY_HEADER. TIMEOUT_SECONDS is the longest wait for the whole answer.
CA_PEM holds the only CAs to trust, where it is set.
Expects: 2xx and JSON `{"success": true, "message": str, …}`.
Puts: with BUS_NAME, for events whose detail has `"return-response-event": true`, an event of
ANSWER_SOURCE and ANSWER_DETAIL_TYPE with `{"event-id": str, "response": <the answer>}`.
Raises: Unreachable where another try may help, Refused where none will; Lambda tries both again and
then hands event and error to the queue for failures. Neither names the key.
"""

from __future__ import annotations

import functools
import importlib
import os
from collections.abc import Mapping
from typing import Any, Protocol

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

from handlers.events.private_endpoint.endpoint import Endpoint, Reply
from handlers.events.private_endpoint.errors import Refused

LOG = Logger()
FLAG = "return-response-event"
PATIENCE = Config(connect_timeout=1, read_timeout=3, retries={"total_max_attempts": 2})
"""Without an interface endpoint a call of AWS would hang until the function is stopped, and nobody
would learn why: 8 s and a pause at most, for which the function's time limit leaves room."""


class Key(Protocol):
    """A key shared with the endpoint."""

    def text(self) -> str: ...

    def forget(self) -> None: ...


class Answers(Protocol):
    """Where answers are told."""

    def put(self, event_id: str, answer: Mapping[str, Any]) -> None: ...


def event_id(event: Mapping[str, Any]) -> str:
    """The id that EventBridge gave the event; without one it came from elsewhere."""
    found = event.get("id")
    if not isinstance(found, str) or not found.isascii() or not found.isprintable() or not found:
        raise Refused("no event of EventBridge: it has no id")
    return found


def relay(
    event: Mapping[str, Any], endpoint: Endpoint, key: Key | None, answers: Answers | None
) -> None:
    """Send the event; put the answer on the bus where the event asks for it."""
    identity = event_id(event)
    reply = endpoint.send(event, identity, None if key is None else key.text())
    if reply.denied and key is not None:
        # The key may have been changed since it was read: Lambda's next try reads it anew.
        key.forget()
    answer = judge(reply)
    LOG.info("delivered", extra={"event_id": identity, "status": reply.status})
    detail = event.get("detail")
    asked = isinstance(detail, Mapping) and detail.get(FLAG) is True
    if asked and answers is not None:
        answers.put(identity, answer)


def judge(reply: Reply) -> dict[str, Any]:
    """The answer if it says success; raises Unreachable or Refused."""
    reply.check_status()
    answer = reply.json()
    if answer.get("success") is not True:
        raise Refused(f"the endpoint says no: {str(answer.get('message'))[:500]}")
    return answer


@functools.cache
def endpoint() -> Endpoint:
    return Endpoint.parse(
        os.environ["ENDPOINT_URL"],
        timeout_seconds=float(os.environ["TIMEOUT_SECONDS"]),
        key_header=os.environ.get("KEY_HEADER", ""),
        ca_pem=os.environ.get("CA_PEM", ""),
    )


@functools.cache
def key() -> Key | None:
    secret = os.environ.get("SECRET_ID")
    if not secret:
        return None
    client = boto3.client("secretsmanager", config=PATIENCE)
    return part("key").SecretKey(client, secret)


@functools.cache
def answers() -> Answers | None:
    bus = os.environ.get("BUS_NAME")
    if not bus:
        return None
    source, detail_type = os.environ["ANSWER_SOURCE"], os.environ["ANSWER_DETAIL_TYPE"]
    client = boto3.client("events", config=PATIENCE)
    return part("answers").BusAnswers(client, bus, source, detail_type)


def part(name: str) -> Any:
    """A module that is in the archive only with the setting that needs it."""
    return importlib.import_module(f"handlers.events.private_endpoint.{name}")


@LOG.inject_lambda_context
def handler(event: dict[str, Any], _context: LambdaContext) -> None:
    relay(event, endpoint(), key(), answers())
