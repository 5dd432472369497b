"""A prefix list holds no addresses."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.resolver import PrefixList, PrefixListEntry


@rule(
    severity=Severity.LOW,
    title="A prefix list is empty",
    why="A security group that names it lets nobody in, and every connection times out.",
    fix="Give it entries, or take it out of the rules.",
    source="sheet 50; https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html",
)
def empty_prefix_list(prefix_list: Joined[PrefixList]) -> Iterator[Finding]:
    entries = prefix_list.peek("entries")
    alone = prefix_list.stack.of(PrefixListEntry) if prefix_list.stack else ()
    if any(prefix_list in entry.follow_all("prefixListId", PrefixList) for entry in alone):
        return
    if entries is UNKNOWN:
        raise Undecided(prefix_list.resource, "entries")
    if not entries:
        yield Finding(prefix_list, "entries", "has no entries")
