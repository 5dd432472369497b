"""Copies a caller's API key from the query string to where API Gateway looks for it.

Trigger: REQUEST authorizer of a REST API whose key source is AUTHORIZER.
Reads: PARAMETER, the query parameter's name.
Returns: leave to call this one method, and the key as `usageIdentifierKey`. Whether the key is
good is not decided here: the usage plan does that (403 for an unknown key, 429 beyond its limits).
Without a key: 401. Nothing is logged, because every part of the event may hold the key.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Mapping
from typing import Any


class Unauthorized(Exception):  # noqa: N818  API Gateway knows the 401 by this very word
    """No key. API Gateway answers 401 where the text is exactly `Unauthorized`."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")


def key_of(event: Mapping[str, Any], parameter: str) -> str:
    """The caller's key; raises Unauthorized where there is none."""
    key = (event.get("queryStringParameters") or {}).get(parameter)
    if not isinstance(key, str) or not key.strip():
        raise Unauthorized
    return key


def answer(event: Mapping[str, Any], parameter: str) -> dict[str, Any]:
    """Leave for the method that was called, with the caller's key."""
    key = key_of(event, parameter)
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": "Allow",
        "Resource": [event["methodArn"]],
    }
    return {
        # Shows up in logs, so it tells callers apart without being the key.
        "principalId": hashlib.sha256(key.encode()).hexdigest()[:16],
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "usageIdentifierKey": key,
    }


@functools.cache
def parameter() -> str:
    return os.environ["PARAMETER"]


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return answer(event, parameter())
