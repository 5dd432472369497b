"""Failures on request, for tests of interrupted updates.

`PALISADE_OFFLINE_FAIL="orders-queue:create"` makes the creation of that resource fail the way AWS
says it; `aws:sqs/queue:Queue:update` names a type instead; `:kill` behind it ends the provider's
process in the middle. Several are separated by commas.
"""

import os
from collections.abc import Mapping

VARIABLE = "PALISADE_OFFLINE_FAIL"
OPERATIONS = ("create", "update", "delete", "read")


class RequestedError(Exception):
    """The operation was told to fail."""


def parse(text: str) -> dict[tuple[str, str], bool]:
    """(name or type, operation) → whether the process is to end."""
    wanted: dict[tuple[str, str], bool] = {}
    for entry in filter(None, text.split(",")):
        target, _, operation = entry.strip().removesuffix(":kill").rpartition(":")
        if not target or operation not in OPERATIONS:
            raise ValueError(
                f"{VARIABLE}: {entry!r} is not <name or type>:<{'|'.join(OPERATIONS)}>[:kill]"
            )
        wanted[target, operation] = entry.strip().endswith(":kill")
    return wanted


def maybe_fail(
    wanted: Mapping[tuple[str, str], bool], name: str, token: str, operation: str
) -> None:
    """Fail, or end the process, where that was asked for."""
    for target in (name, token):
        kill = wanted.get((target, operation))
        if kill:
            os._exit(137)
        if kill is not None:
            raise RequestedError(
                f"{operation} {token} ({name}): operation error: InternalFailure: "
                f"The request processing has failed ({VARIABLE})"
            )
