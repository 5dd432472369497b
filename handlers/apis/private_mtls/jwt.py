"""JSON Web Tokens signed with RSA and SHA-256 (RS256): who signed, for whom, until when.

Only RS256: an issuer's public keys are enough to check it, and a list of one algorithm cannot be
talked into another. Source: RFC 7515, RFC 7519, RFC 8017 (section 8.2.2), RFC 8725.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

LEEWAY_SECONDS = 30
"""How far the issuer's clock may be off."""
MIN_BITS = 2048
MAX_TOKEN = 8192
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


class TokenError(ValueError):
    """A token that proves nothing; the text is for the log, not for the caller."""


@dataclass(frozen=True)
class RsaKey:
    """A public key."""

    modulus: int
    exponent: int

    @classmethod
    def parse(cls, jwk: Mapping[str, Any]) -> RsaKey:
        """From an entry of a JWKS. Raises TokenError for a key of another kind or a weak one."""
        if jwk.get("kty") != "RSA":
            raise TokenError("the key is not RSA")
        number = int.from_bytes(_decoded(jwk.get("n")), "big")
        exponent = int.from_bytes(_decoded(jwk.get("e")), "big")
        if number.bit_length() < MIN_BITS or exponent < 3:
            raise TokenError(f"the key has fewer than {MIN_BITS} bits")
        return cls(number, exponent)

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Whether the owner of the key signed `message`.

        The whole padded block is built and compared; nothing in the signature is parsed.
        """
        size = (self.modulus.bit_length() + 7) // 8
        value = int.from_bytes(signature, "big")
        if len(signature) != size or value >= self.modulus:
            return False
        digest = _SHA256 + hashlib.sha256(message).digest()
        wanted = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
        found = pow(value, self.exponent, self.modulus).to_bytes(size, "big")
        return hmac.compare_digest(found, wanted)


class Keys(Protocol):
    """The issuer's public keys."""

    def find(self, key_id: str) -> RsaKey | None: ...


@dataclass(frozen=True)
class Claims:
    """What a valid token says."""

    subject: str
    scope: str


@dataclass(frozen=True)
class Expected:
    """Whose tokens are taken, and for whom they must be."""

    issuer: str
    audience: tuple[str, ...]

    def claims(self, token: str, keys: Keys, now: float) -> Claims:
        """What `token` says, if all of it holds. Raises TokenError."""
        if len(token) > MAX_TOKEN or token.count(".") != 2:
            raise TokenError("not a token")
        signed, _, signature = token.rpartition(".")
        head, _, body = signed.partition(".")
        header = _object(head)
        if header.get("alg") != "RS256" or "crit" in header:
            raise TokenError("another algorithm than RS256")
        key = keys.find(str(header.get("kid") or ""))
        if key is None:
            raise TokenError("no key of the issuer has this kid")
        if not key.signed(signed.encode(), _decoded(signature)):
            raise TokenError("the signature is wrong")
        return self._checked(_object(body), now)

    def _checked(self, claims: Mapping[str, Any], now: float) -> Claims:
        if claims.get("iss") != self.issuer:
            raise TokenError("another issuer")
        audience = claims.get("aud")
        given = audience if isinstance(audience, list) else [audience]
        if not any(isinstance(item, str) and item in self.audience for item in given):
            raise TokenError("for another audience")
        if _time(claims, "exp") <= now - LEEWAY_SECONDS:
            raise TokenError("expired")
        if "nbf" in claims and _time(claims, "nbf") > now + LEEWAY_SECONDS:
            raise TokenError("not valid yet")
        subject = claims.get("sub")
        if not isinstance(subject, str) or not subject:
            raise TokenError("no subject")
        scope = claims.get("scope")
        return Claims(subject, scope if isinstance(scope, str) else "")


def _time(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TokenError(f"{name} is no time")
    return value


def _object(part: str) -> dict[str, Any]:
    try:
        value = json.loads(_decoded(part))
    except (ValueError, RecursionError):
        raise TokenError("not a token") from None
    if not isinstance(value, dict):
        raise TokenError("not a token")
    return value


def _decoded(part: Any) -> bytes:
    """Base64 for URLs, without padding."""
    if not isinstance(part, str):
        raise TokenError("not a token")
    try:
        text = part.encode("ascii") + b"=" * (-len(part) % 4)
        return base64.b64decode(text, altchars=b"-_", validate=True)
    except ValueError:
        raise TokenError("not a token") from None
