"""Names of resources that AWS takes: Pulumi makes them from the names in the program.

Pulumi appends a hyphen and seven digits, and refuses what is then longer than AWS allows. The name
of an architecture and that of a part of it may well be, together.
"""

from __future__ import annotations

import hashlib

_APPENDED = len("-0123456")
_HASH = 6


def fitting(name: str, longest: int, *, reserved: str = "") -> str:
    """`name`, or where it is too long its start and a hash, which tells it from its likes.

    longest: characters that AWS takes, with what Pulumi appends. reserved: a start that AWS keeps
    for itself; `x-` comes before it.
    """
    if reserved and name.startswith(reserved):
        name = f"x-{name}"
    room = longest - _APPENDED
    if len(name) <= room:
        return name
    start = name[: room - _HASH - 1].rstrip("-")
    return f"{start}-{hashlib.sha256(name.encode()).hexdigest()[:_HASH]}"
