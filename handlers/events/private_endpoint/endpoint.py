"""The HTTP endpoint: one POST for each event, within a time limit that holds for all of it."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from handlers.events.private_endpoint.errors import Refused, Unreachable

MAX_ANSWER_BYTES = 128 * 1024
"""An answer has to fit into an event; EventBridge takes 256 KB with all that is around it."""
CONNECT_SECONDS = 3.0
"""Longest wait for each address behind the name: a zone that is down must not use up the time."""
MAY_PASS_LATER = frozenset({408, 425, 429})
"""Client errors that are about the moment, not about the event; so is every 5xx."""


@dataclass(frozen=True)
class Reply:
    """What the endpoint answered."""

    status: int
    body: bytes

    @property
    def denied(self) -> bool:
        return self.status in (401, 403)

    def check_status(self) -> None:
        """Raises Unreachable or Refused for all but 2xx. Redirects are not followed: the address
        is fixed when the function is deployed."""
        if 200 <= self.status < 300:
            return
        message = f"the endpoint answered {self.status}"
        if self.status >= 500 or self.status in MAY_PASS_LATER:
            raise Unreachable(message)
        raise Refused(message)

    def json(self) -> dict[str, Any]:
        """The JSON object in it. Raises Refused."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            raise Refused("the endpoint's answer is no JSON") from None
        if not isinstance(found, dict):
            raise Refused("the endpoint's answer is no JSON object")
        return found


@dataclass(frozen=True)
class Endpoint:
    """Where events are sent, and how long an answer may take."""

    host: str
    port: int
    target: str
    """Path and query."""
    timeout_seconds: float
    key_header: str = ""
    tls: ssl.SSLContext | None = None
    """None for plain HTTP."""

    @classmethod
    def parse(
        cls, url: str, timeout_seconds: float, key_header: str = "", ca_pem: str = ""
    ) -> Endpoint:
        parts = urlsplit(url)
        tls = ssl.create_default_context(cadata=ca_pem or None) if parts.scheme == "https" else None
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        port = parts.port or (443 if tls else 80)
        return cls(parts.hostname or "", port, target, timeout_seconds, key_header, tls)

    def send(self, event: Mapping[str, Any], identity: str, key: str | None) -> Reply:
        """POST the event. Raises Unreachable where no whole answer comes in time, Refused where
        it is too long."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": identity}
        if key is not None:
            headers[self.key_header] = key
        connection = self._connection()
        ends = time.monotonic() + self.timeout_seconds
        try:
            connection.connect()
            # The answer keeps the socket when the connection has let go of it.
            wire = connection.sock
            wire.settimeout(_left(ends))
            connection.request("POST", self.target, json.dumps(event).encode(), headers)
            wire.settimeout(_left(ends))
            response = connection.getresponse()
            body = b""
            while not response.isclosed():
                wire.settimeout(_left(ends))
                part = response.read1(MAX_ANSWER_BYTES)
                body += part
                if len(body) > MAX_ANSWER_BYTES:
                    raise Refused(f"the endpoint's answer is longer than {MAX_ANSWER_BYTES} bytes")
                if not part:
                    break
            if response.length:
                raise Unreachable(f"the endpoint's answer broke off after {len(body)} bytes")
            return Reply(response.status, body)
        except ssl.SSLCertVerificationError as error:
            raise Refused(f"the endpoint's certificate: {error.verify_message}") from error
        except TimeoutError:
            raise Unreachable(f"no answer within {self.timeout_seconds:g} s") from None
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        wait = min(CONNECT_SECONDS, self.timeout_seconds)
        if self.tls is None:
            return http.client.HTTPConnection(self.host, self.port, timeout=wait)
        return http.client.HTTPSConnection(self.host, self.port, timeout=wait, context=self.tls)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
