"""The key that the endpoint wants to see, out of Secrets Manager."""

from __future__ import annotations

import time
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from handlers.events.private_endpoint.errors import Refused, Unreachable

KEPT_SECONDS = 300
"""How long a key is used before it is read again, so that a changed one comes through."""


class SecretKey:
    """A secret's text, read once for many events."""

    def __init__(self, client: Any, secret_id: str) -> None:
        self._client = client
        self._secret_id = secret_id
        self._text: str | None = None
        self._until = 0.0

    def text(self) -> str:
        """Raises Unreachable where Secrets Manager fails, Refused for a useless secret."""
        if self._text is None or time.monotonic() >= self._until:
            self._text = self._read()
            self._until = time.monotonic() + KEPT_SECONDS
        return self._text

    def forget(self) -> None:
        """Read it anew next time."""
        self._text = None

    def _read(self) -> str:
        try:
            found = self._client.get_secret_value(SecretId=self._secret_id).get("SecretString")
        except (BotoCoreError, ClientError) as error:
            raise Unreachable(f"the key cannot be read: {error}") from error
        # A line break would end the header; http.client's own error would show the key.
        if not found or not found.isascii() or not found.isprintable():
            raise Refused("the key is no single line of ASCII text")
        return found
