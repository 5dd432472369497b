"""Other accounts may put events that pass for one's own."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.access import limited_by, own_accounts
from policies.views.buses import BusAccess, bus_of, outsiders
from policies.views.events import EventRule
from policies.views.patterns import source_heads, written


@rule(
    severity=Severity.LOW,
    title="Events of other accounts pass as one's own",
    why="Whoever may put events on a bus chooses their source: the rule cannot tell an order of "
    "yours from one that another account made up.",
    fix="List the accounts in the pattern's account field, or limit events:source in the bus's "
    "policy.",
    source="sheet 79; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions.html",
)
def foreign_events(stack: Stack) -> Iterator[Finding | Open]:
    rules = [one for one in stack.of(EventRule) if not one.stopped]
    if not rules:
        return
    for access in stack.of(BusAccess):
        bus = bus_of(access)
        if bus is UNKNOWN:
            yield Open(access.resource, "eventBusName")
            continue
        try:
            open_to = _open_to(access)
        except Undecided as unknown:
            yield Open(unknown.resource, unknown.prop, unknown.because)
            continue
        for event_rule in rules if open_to else ():
            try:
                if bus_of(event_rule) == bus and _takes_anybodys(event_rule):
                    message = f"has no account in its pattern, and {access.name} lets others put"
                    yield Finding(event_rule, f"account/{access.name}", message)
            except Undecided as unknown:
                yield Open(unknown.resource, unknown.prop, unknown.because)


def _open_to(access: BusAccess) -> bool:
    """Whether other accounts may put events of any source."""
    own = own_accounts(access.stack)
    undecided = None
    for entry in access.putting():
        if limited_by(entry.statement, "events:source", "events:detail-type"):
            continue
        for _, outside in outsiders(entry, own):
            if outside:
                return True
            if outside is None:
                because = "names somebody; which accounts are one's own is not known"
                undecided = Undecided(access.resource, entry.prop, because)
    if undecided is not None:
        raise undecided
    return False


def _takes_anybodys(event_rule: EventRule) -> bool:
    pattern = written(event_rule)
    if not pattern or "account" in pattern:
        return False
    # Nobody but AWS can put events of aws.…: those say themselves where they are from.
    heads = source_heads(event_rule)
    return not heads or not all(head.startswith("aws.") for head in heads)
