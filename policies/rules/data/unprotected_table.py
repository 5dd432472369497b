"""A table of production can be deleted with one command."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.environment import PRODUCTION, environment_of, environments
from policies.views.tables import Table


@rule(
    severity=Severity.LOW,
    title="A table of production can be deleted",
    why="A renamed resource or a wrong destroy takes all rows along.",
    fix="Set deletionProtectionEnabled.",
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html",
    settings={"environments": environments(PRODUCTION, "Environments whose tables must stay.")},
)
def unprotected_table(table: Joined[Table]) -> Iterator[Finding]:
    name = environment_of(table.stack)
    # Where nobody says which environment it is, it may be production.
    if name and name not in unprotected_table.settings["environments"]:
        return
    if not table.protected and not table.flag("ttl.enabled"):
        yield Finding(table, "protection", "has no deletionProtectionEnabled")
