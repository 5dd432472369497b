"""Functions whose role shows that they only hand data on to one service."""

from __future__ import annotations

from collections.abc import Mapping

from policies.iam import action_matches
from policies.views.destinations import destinations
from policies.views.iam import Attached, Role, linked
from policies.views.lambda_ import Function

BESIDES = ("logs:*", "xray:*", "kms:*", "ec2:*")
"""What any function may need besides: logs, traces, keys, a place in a VPC."""


def own_actions(function: Function, by_role: Mapping[str, list[Attached]]) -> set[str]:
    """What the function may do for its own work, in lower case.

    by_role: `documents_by_role` of the stack. Raises `Undecided` where a policy is not known.
    """
    found: set[str] = set()
    for role in linked(function, "role", Role):
        for attached in by_role.get(role.urn, ()):
            if attached.because is not None:
                raise attached.because
            for statement in attached.document.allowing() if attached.document else ():
                found.update(statement.actions or ("*",))
    lower = {action.lower() for action in found}
    return {a for a in lower if not any(action_matches(pattern, a) for pattern in BESIDES)}


def only_hands_on(function: Function, actions: set[str], direct: Mapping[str, str]) -> str:
    """The one service that the function hands data on to; empty if it does more, or may do less.

    direct: actions that can be had without a function → the service.
    """
    services = {direct.get(action, "") for action in actions}
    if len(services) != 1 or services == {""}:
        return ""
    # Lambda itself may need these, for what the function leaves.
    by_lambda = {
        found.action.lower()
        for found in (destinations(function.stack) if function.stack else ())
        if found.function == function
    }
    return "" if actions & by_lambda else services.pop()
