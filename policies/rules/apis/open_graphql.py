"""A GraphQL API tells everything, at any depth, to whoever has its key."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.appsync import GraphQLApi


@rule(
    severity=Severity.MEDIUM,
    title="A GraphQL API is open wider than it needs",
    why="A key stands in every client: who has it reads the schema and asks for nested queries "
    "without end.",
    fix="Let AWS_IAM or a user pool be the default, switch introspection off, set queryDepthLimit.",
    source="sheet 10; https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html",
)
def open_graphql(api: GraphQLApi) -> Iterator[Finding]:
    if api.text("authenticationType") == "API_KEY":
        message = (
            "takes an API key by default: a field without directives is open to all who have it"
        )
        yield Finding(api, "default", message)
    if not api.signs_in("API_KEY"):
        return
    if api.introspects:
        yield Finding(api, "introspection", "tells its schema to all who have a key")
    if not api.depth_limit:
        yield Finding(api, "depth", "has no queryDepthLimit for callers with a key")
