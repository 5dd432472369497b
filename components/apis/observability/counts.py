"""What is counted in the access log: metric filters, with what to do when the counts grow.

A value that there is not is logged as `-`; all values are texts, so patterns compare texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Count = Literal["failed", "authorizer_failed", "refused", "blocked"]


@dataclass(frozen=True)
class Counted:
    """Lines that match `pattern` (by kind of API), and what an operator does about many."""

    title: str
    patterns: dict[str, str]
    advice: str


_FAILED = (
    '{ ($.integrationStatus = "5*") || ($.integrationServiceStatus = "5*")'
    ' || ($.integrationError != "-") }'
)
_TURNED_AWAY = '(($.status = "401") || ($.status = "403")) && ($.integrationServiceStatus = "-")'

COUNTS: dict[Count, Counted] = {
    # One count for both halves: the code behind the API, and the call to it.
    "failed": Counted(
        "backend failed",
        {"rest": _FAILED, "http": _FAILED},
        "Run the query failures: with a status of the service of 200 the code failed, its log has"
        " the call under integrationRequestId; with another one the call itself was refused or"
        " throttled: see integrationError, the permission and the concurrency.",
    ),
    "authorizer_failed": Counted(
        "authorizer failed",
        {"rest": '{ ($.authorizerStatus = "5*") || ($.authorizerServiceStatus = "5*") }'},
        "Nobody gets in while it lasts. Run the query refusals, then look for authorizerRequestId"
        " in the log of the authorizer's function.",
    ),
    "refused": Counted(
        "refused before the backend",
        {
            "rest": f'{{ {_TURNED_AWAY} && ($.wafResponse != "WAF_BLOCK") }}',
            "http": f"{{ {_TURNED_AWAY} }}",
        },
        "Run the query refusals: it tells the phase. One address: somebody tries keys. Many: a"
        " policy or a client changed.",
    ),
    "blocked": Counted(
        "blocked by AWS WAF",
        {"rest": '{ $.wafResponse = "WAF_BLOCK" }'},
        "Run the query blocked: it tells the addresses. Look whether they are clients of yours"
        " before the limit is raised.",
    ),
}
