"""Authorizer of a private API: who is the user behind the machine that the certificate names.

Trigger: REST API, TOKEN authorizer, `{"authorizationToken": "Bearer …", "methodArn": str}`.
Returns: a policy that allows every method of the API's stage to the token's subject.
Raises: `Unauthorized` (API Gateway answers 401) for a token that proves nothing;
KeysUnavailableError (500) where the issuer cannot be asked for its keys.
Reads ISSUER, AUDIENCE (JSON list) and KEYS_URL.
"""

from __future__ import annotations

import functools
import json
import os
import time
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers.apis.private_mtls.issuer import IssuerKeys, fetch
from handlers.apis.private_mtls.jwt import Expected, Keys, TokenError

LOG = Logger()


class UnauthorizedError(Exception):
    """API Gateway answers 401 where the text is exactly `Unauthorized`."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")


def authorize(
    event: Mapping[str, Any], expected: Expected, keys: Keys, now: float
) -> dict[str, Any]:
    """The policy for the caller of one request."""
    scheme, _, token = str(event.get("authorizationToken") or "").partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise TokenError("no bearer token")
        claims = expected.claims(token.strip(), keys, now)
    except TokenError as error:
        LOG.info("refused", extra={"reason": str(error)})
        raise UnauthorizedError from error
    return {
        "principalId": claims.subject,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "execute-api:Invoke",
                    "Resource": stage_of(str(event["methodArn"])),
                }
            ],
        },
        "context": {"scope": claims.scope},
    }


def stage_of(method_arn: str) -> str:
    """Every method of the stage: API Gateway uses one answer for all calls with the same token.

    `arn:…:abc/live/GET/widgets` -> `arn:…:abc/live/*`.
    """
    api, stage, *_ = method_arn.split("/")
    return f"{api}/{stage}/*"


@functools.cache
def configured() -> tuple[Expected, IssuerKeys]:
    audience = tuple(json.loads(os.environ["AUDIENCE"]))
    keys = IssuerKeys(os.environ["KEYS_URL"], fetch)
    return Expected(os.environ["ISSUER"], audience), keys


@LOG.inject_lambda_context
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    return authorize(event, *configured(), time.time())
