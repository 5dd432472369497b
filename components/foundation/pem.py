"""PEM text: certificates of CAs and revocation lists, looked at before AWS sees them."""

from __future__ import annotations

import base64
import re
import ssl
from typing import Annotated

from pydantic import AfterValidator

_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----\s+([A-Za-z0-9+/=\s]+?)-----END \1-----")
MAX_CERTIFICATES = 25
MAX_CERTIFICATE_BYTES = 16 * 1024
"""Limits of a trust store. Source: ELB user guide, "Quotas"."""


def bundle(text: str) -> str:
    """The text of `text` if it is a bundle of CA certificates, up to 25.

    Raises ValueError with what is expected instead.
    """
    blocks = _blocks(text, "CERTIFICATE")
    if len(blocks) > MAX_CERTIFICATES:
        raise ValueError(f"{MAX_CERTIFICATES} CA certificates at most, these are {len(blocks)}")
    if any(len(block) > MAX_CERTIFICATE_BYTES for block in blocks):
        raise ValueError("CA certificates of 16 KB at most")
    for number, der in enumerate(blocks, 1):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            context.load_verify_locations(cadata=der)
        except ssl.SSLError:
            raise ValueError(f"certificates; number {number} is none") from None
        if context.cert_store_stats()["x509_ca"] != 1:
            raise ValueError(f"CA certificates only; number {number} is that of a client or server")
    return text


def revocations(text: str) -> str:
    """The text of `text` if it is PEM of revocation lists. Raises ValueError like `bundle`.

    AWS Private CA and most others publish DER: `openssl crl -inform DER -in ca.crl` turns it round.
    """
    for number, der in enumerate(_blocks(text, "X509 CRL"), 1):
        # A list is a SEQUENCE that ends where the text ends.
        if len(der) < 4 or der[0] != 0x30 or _length(der) != len(der):
            raise ValueError(f"revocation lists; number {number} is cut off")
    return text


CaBundle = Annotated[str, AfterValidator(bundle)]
RevocationList = Annotated[str, AfterValidator(revocations)]


def _blocks(text: str, wanted: str) -> list[bytes]:
    found = _BLOCK.findall(text)
    kinds = sorted({kind for kind, _ in found})
    if any("PRIVATE KEY" in kind for kind in kinds):
        raise ValueError("no private key: it never leaves its owner (and this one is known now)")
    if kinds != [wanted] or text.count("-----BEGIN ") != len(found):
        said = f", not {' and '.join(kinds)}" if kinds and kinds != [wanted] else ""
        raise ValueError(f"PEM text, -----BEGIN {wanted}-----{said}")
    try:
        return [base64.b64decode("".join(body.split()), validate=True) for _, body in found]
    except ValueError:
        raise ValueError(f"PEM text whose {wanted} is base64") from None


def _length(der: bytes) -> int:
    """Bytes of a DER value, with its head."""
    first = der[1]
    if first < 0x80:
        return 2 + first
    count = first & 0x7F
    return 2 + count + int.from_bytes(der[2 : 2 + count], "big")
