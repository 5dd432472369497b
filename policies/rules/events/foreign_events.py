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
    why="Whoever may put events on a bus chooses their source: its rules cannot tell an order of "
    "yours from one that another account made up.",
    fix="Limit events:source in the bus's policy, or list the accounts in the field account of "
    "the rules' patterns.",
    source="sheet 79; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions.html",
)
def foreign_events(stack: Stack) -> Iterator[Finding | Open]:
    entrances = stack.of(BusAccess)
    # One finding for each way in: what lets others put is the same for all rules behind it.
    taking: dict[BusAccess, list[str]] = {}
    for event_rule in stack.of(EventRule) if entrances else ():
        try:
            bus = bus_of(event_rule)
            if not _takes_anybodys(event_rule):
                continue
            for access in entrances:
                if _is_of(access, bus) and _open_to(access):
                    taking.setdefault(access, []).append(event_rule.name)
        except Undecided as unknown:
            yield Open.of(unknown)
    for access, names in taking.items():
        yield Finding(access, "account", f"lets others put any source, and {_named(names)}")


def _named(rules: list[str]) -> str:
    first, *others = sorted(rules)
    if not others:
        return f"the pattern of {first} has no account"
    return f"the patterns of {first} and {len(others)} more have no account"


def _is_of(access: BusAccess, bus: object) -> bool:
    own = bus_of(access)
    if UNKNOWN in (own, bus):
        raise Undecided(access.resource, "eventBusName")
    return own == bus


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
    pattern = {} if event_rule.stopped else written(event_rule)
    if not pattern or "account" in pattern:
        return False
    # Nobody but AWS can put events of aws.…: those say themselves where they are from.
    heads = source_heads(event_rule)
    return not heads or not all(head.startswith("aws.") for head in heads)
