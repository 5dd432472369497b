"""Which bus something is on, what feeds that bus, and who else may."""

from __future__ import annotations

from collections.abc import Iterator

from policies.iam import Pattern, has_wildcard
from policies.values import UNKNOWN
from policies.view import Stack, View
from policies.views.access import EVENT_PERMISSION, AccessHolder, Entry, account_of
from policies.views.events import EventBus, EventTarget
from policies.views.linked import linked

PUT = "events:PutEvents"


def bus_of(view: View) -> object:
    """The bus's name; before it has one, the resource in this stack; UNKNOWN if neither."""
    value = view.peek("eventBusName")
    if value in (None, ""):
        return "default"
    made_here = linked(view, "eventBusName", EventBus)
    if len(made_here) == 1:
        known = made_here[0].peek("name")
        return known if isinstance(known, str) else made_here[0]
    name = str(value).rpartition("event-bus/")[2]
    return name if isinstance(value, str) else UNKNOWN


class BusAccess(AccessHolder):
    """`aws.cloudwatch.EventBusPolicy` or `aws.cloudwatch.EventPermission`."""

    token = ("aws:cloudwatch/eventBusPolicy:EventBusPolicy", EVENT_PERMISSION)

    def putting(self) -> Iterator[Entry]:
        """The statements that let somebody put events."""
        for entry in self.allowing():
            # A permission without an action is one to put events.
            if entry.statement.covers(PUT) or not (
                entry.statement.actions or entry.statement.not_actions
            ):
                yield entry


def is_fed(view: View, stack: Stack) -> bool:
    """Whether the stack lets events of others onto the bus that a rule is on."""
    bus = bus_of(view)
    if any(bus_of(access) == bus for access in stack.of(BusAccess)):
        return True
    for target in stack.of(EventTarget):
        arn = target.peek("arn")
        named = isinstance(arn, str) and arn.endswith(f"event-bus/{bus}")
        if named or bus in linked(target, "arn", EventBus):
            return True
        if any(made.peek("name") == bus for made in linked(target, "arn", EventBus)):
            return True
    return False


def outsiders(entry: Entry, own: frozenset[str]) -> Iterator[tuple[Pattern, bool | None]]:
    """(principal, whether it is outside the accounts `own`) of each whom a statement names.

    None where that is not known. Services are nobody's, and never outside. Where a condition says
    which accounts, those stand for everybody.
    """
    accounts = list(_accounts(entry))
    for kind, principal in entry.who:
        if accounts and isinstance(principal, str) and has_wildcard(principal):
            yield from ((account, _is_outside("AWS", account, own)) for account in accounts)
        else:
            yield principal, _is_outside(kind, principal, own)


def _accounts(entry: Entry) -> Iterator[Pattern]:
    for key in ("aws:PrincipalAccount", "aws:SourceAccount"):
        for operator, values in entry.statement.condition_values(key).items():
            if operator.lower() in ("stringequals", "stringlike"):
                yield from (v for v in values if isinstance(v, str) or v is UNKNOWN)


def _is_outside(kind: str, principal: Pattern, own: frozenset[str]) -> bool | None:
    if kind not in ("AWS", "*"):
        return False
    if not isinstance(principal, str):
        return None
    account = account_of(principal)
    if not account:
        return has_wildcard(principal)
    return account not in own if own else None
