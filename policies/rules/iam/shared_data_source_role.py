"""Data sources of a GraphQL API share one role."""

from collections import defaultdict
from collections.abc import Iterator

from policies.core import Finding, Severity, Stack, rule
from policies.views.appsync import DataSource
from policies.views.iam import Role
from policies.views.linked import linked


@rule(
    severity=Severity.LOW,
    title="Several data sources share one role",
    why="A resolver of one may do what was meant for the other: its template writes the request.",
    fix="Give each data source a role with the permissions for its own table or function.",
    source="https://docs.aws.amazon.com/appsync/latest/devguide/security_iam_service-with-iam.html",
)
def shared_data_source_role(stack: Stack) -> Iterator[Finding]:
    users: dict[Role, list[DataSource]] = defaultdict(list)
    for source in stack.of(DataSource):
        for role in linked(source, "serviceRoleArn", Role):
            users[role].append(source)
    for role, sources in users.items():
        if len(sources) > 1:
            names = " and ".join(sorted(source.name for source in sources))
            yield Finding(role, "shared", f"is the role of {names}")
