"""The public keys of a token issuer, fetched over HTTPS and kept."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from handlers.apis.private_mtls.jwt import RsaKey, TokenError

REFRESH_SECONDS = 60
"""A key id that is not known makes the keys be fetched again, at most this often."""
TIMEOUT_SECONDS = 3
MAX_BYTES = 1_000_000


class KeysUnavailableError(RuntimeError):
    """The issuer's keys could not be fetched: nobody can be told from anybody."""


class IssuerKeys:
    """Keys by their id, kept as long as the function's environment lives.

    fetch: gives the text of a URL, or raises KeysUnavailableError.
    """

    def __init__(
        self,
        url: str,
        fetch: Callable[[str], str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, RsaKey] = {}
        self._fetched: float | None = None

    def find(self, key_id: str) -> RsaKey | None:
        """The key of that id; None where the issuer has none. Raises KeysUnavailableError."""
        now = self._clock()
        stale = self._fetched is None or now - self._fetched >= REFRESH_SECONDS
        if key_id not in self._keys and stale:
            self._keys = _parse(self._fetch(self._url))
            self._fetched = now
        return self._keys.get(key_id)


def fetch(url: str) -> str:
    """The text at an https URL; redirects are not followed."""
    parts = urlsplit(url)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    connection = http.client.HTTPSConnection(parts.netloc, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", path, headers={"Accept": "application/json"})
        response = connection.getresponse()
        body = response.read(MAX_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise KeysUnavailableError(f"{url}: {error}") from error
    finally:
        connection.close()
    if response.status != 200:
        raise KeysUnavailableError(f"{url}: status {response.status}")
    return body.decode("utf-8", "replace")


def _parse(text: str) -> dict[str, RsaKey]:
    try:
        listed: Any = json.loads(text)["keys"]
        entries = [entry for entry in listed if isinstance(entry, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise KeysUnavailableError(f"no JWKS: {error}") from error
    keys = {}
    for entry in entries:
        try:
            keys[str(entry.get("kid") or "")] = RsaKey.parse(entry)
        except TokenError:
            continue  # a key of a kind that is not used here
    return keys
