"""Functions whose role shows that they only hand data on to one service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from policies.iam import action_matches
from policies.view import Stack
from policies.views.attached import Attached, documents_by_role
from policies.views.destinations import destinations
from policies.views.iam import Role
from policies.views.lambda_ import Function
from policies.views.linked import linked

BESIDES = ("logs:*", "xray:*", "kms:*", "ec2:*")
"""What any function may need besides: logs, traces, keys, a place in a VPC."""


class Carriers:
    """What the functions of one stack may do for their own work; each policy is read once."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def actions(self, function: Function) -> frozenset[str]:
        """In lower case. Raises `Undecided` where a policy is not known."""
        found: set[str] = set()
        for role in linked(function, "role", Role):
            for attached in self._by_role.get(role.urn, ()):
                if attached.because is not None:
                    raise attached.because
                for statement in attached.document.allowing() if attached.document else ():
                    found.update(statement.actions or ("*",))
        lower = {action.lower() for action in found}
        return frozenset(
            a for a in lower if not any(action_matches(pattern, a) for pattern in BESIDES)
        )

    def service(self, function: Function, direct: Mapping[str, str]) -> str:
        """The one service that it hands data on to; empty if it does more, or may do less.

        direct: actions that can be had without a function → the service. Raises like `actions`.
        """
        actions = self.actions(function)
        services = {direct.get(action, "") for action in actions}
        # Lambda itself may need these, for what the function leaves.
        if len(services) != 1 or actions & self._by_lambda.get(function, set()):
            return ""
        return services.pop()

    @cached_property
    def _by_role(self) -> dict[str, list[Attached]]:
        return documents_by_role(self._stack)

    @cached_property
    def _by_lambda(self) -> dict[Function, set[str]]:
        found: dict[Function, set[str]] = defaultdict(set)
        for destination in destinations(self._stack):
            found[destination.function].add(destination.action.lower())
        return found
