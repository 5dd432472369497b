"""Views of AppSync."""

from __future__ import annotations

from policies.view import View


class GraphQLApi(View):
    """`aws.appsync.GraphQLApi`."""

    token = "aws:appsync/graphQLApi:GraphQLApi"

    def signs_in(self, kind: str) -> bool:
        """Whether callers may sign in this way: `AWS_IAM`, `API_KEY` …"""
        if self.text("authenticationType") == kind:
            return True
        more = self.items("additionalAuthenticationProviders")
        return any(isinstance(one, dict) and one.get("authenticationType") == kind for one in more)

    @property
    def private(self) -> bool:
        """Whether only VPC endpoints reach it."""
        return self.text("visibility", "GLOBAL") == "PRIVATE"

    @property
    def schema(self) -> str:
        """The schema's text; empty where it is not set here, as for APIs merged of others."""
        return self.text("schema")

    @property
    def introspects(self) -> bool:
        """Whether callers may ask for the schema."""
        return self.text("introspectionConfig", "ENABLED") == "ENABLED"

    @property
    def depth_limit(self) -> float:
        """How deep a query may nest, 1 to 75; 0 for no limit."""
        return self.number("queryDepthLimit", 0) or 0


class DataSource(View):
    """`aws.appsync.DataSource`: what the resolvers of a GraphQL API ask or write to."""

    token = "aws:appsync/dataSource:DataSource"


class Resolver(View):
    """`aws.appsync.Resolver`: what answers one field."""

    token = "aws:appsync/resolver:Resolver"

    @property
    def place(self) -> str:
        """`Subscription.onOrder`."""
        return f"{self.text('type')}.{self.text('field')}"


class ResolverStep(View):
    """`aws.appsync.Function`: one step of the resolvers that are pipelines."""

    token = "aws:appsync/function:Function"
