"""A bus's policy lets other accounts do more than put events."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Open, Severity, rule
from policies.views.access import Entry, limited_by, own_accounts
from policies.views.buses import PUT, BusAccess, outsiders


@rule(
    severity=Severity.MEDIUM,
    title="A bus lets other accounts do more than put events",
    why="They may then read, change or remove the rules of the bus, and take its events along.",
    fix="Allow events:PutEvents alone; for rules of their own add StringEqualsIfExists "
    "events:creatorAccount ${aws:PrincipalAccount}.",
    source="sheet 79; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions.html",
)
def wide_bus_policy(access: Joined[BusAccess]) -> Iterator[Finding | Open]:
    own = own_accounts(access.stack)
    for entry in access.allowing():
        # A new rule has no creator yet: AWS's own example asks by StringEqualsIfExists.
        more = _more(entry)
        if not more or limited_by(entry.statement, "events:creatoraccount", if_exists=True):
            continue
        for principal, outside in outsiders(entry, own):
            if outside:
                who = "everybody" if principal == "*" else principal
                message = f"{entry.where} lets {who} call {', '.join(more)}"
                yield Finding(access, f"{entry.prop}/{principal}", message)
            elif outside is None:
                because = "names somebody; which accounts are one's own is not known"
                yield Open(access.resource, entry.prop, because)


def _more(entry: Entry) -> list[str]:
    """The actions, or patterns of actions, that are not just to put events."""
    if entry.statement.not_actions:
        return [f"everything but {', '.join(entry.statement.not_actions)}"]
    return [one for one in entry.statement.actions if one.lower() != PUT.lower()]
