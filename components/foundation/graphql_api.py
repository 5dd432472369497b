"""GraphQLApi: AppSync for services (IAM) and clients (API key, OIDC or Cognito)."""

from __future__ import annotations

from typing import Any, Literal

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.architecture import Component
from components.args import Args, Input, Model
from components.foundation.code import ROOT, RepositoryFile
from components.foundation.grant import Grant
from components.foundation.logs import log_group, may_log
from components.foundation.role import make_role


class Oidc(Model):
    """Clients with a token of an OpenID Connect provider."""

    issuer: str = Field(pattern=r"^https://.+")
    """The provider's issuer URL."""

    client_id: str | None = None
    """Regular expression over accepted client ids; any when left out."""


class CognitoPool(Model):
    """Clients signed in to a Cognito user pool."""

    user_pool_id: Input[str]
    """Id of the pool, e.g. `eu-west-1_abc`."""


class GraphQLApiArgs(Args):
    """Settings of a GraphQL API. IAM is always the default way to authorize; `clients` comes on
    top for the fields that the schema marks for it. Source: sheet 10; AppSync developer guide."""

    schema_file: RepositoryFile
    """Path of the schema below the repository, e.g. `handlers/events/x/schema.graphql`. `@clients`
    in it stands for the directives of IAM and of `clients`."""

    clients: Oidc | CognitoPool | Literal["api_key", "none"] = "none"
    """How clients besides AWS services are authorized."""

    api_key_expires: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:00:00Z$")
    """Hour at which the API key ends, e.g. `2027-06-30T00:00:00Z`, at most 365 days ahead;
    AppSync's own default is seven days after it was made."""

    log_level: Literal["NONE", "ERROR", "ALL"] = "ERROR"
    """What AppSync logs of each field."""


class GraphQLApi(Component):
    """An API with logs and tracing. `api_id`, `arn`, `url`, `realtime_url`, `endpoint_arn`.

    `arn` names the API in policies, `endpoint_arn` is what EventBridge calls; they differ.
    Children: `log_role`, `api`, `log_group`, `log_grant`, `key`.
    """

    api_id: pulumi.Output[str]
    arn: pulumi.Output[str]
    url: pulumi.Output[str]
    realtime_url: pulumi.Output[str]
    endpoint_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: GraphQLApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:GraphQLApi", name, args, opts)
        self.log_role = make_role(f"{name}-logs", self.context, "appsync.amazonaws.com", self.own)
        self.api = aws.appsync.GraphQLApi(
            name,
            authentication_type="AWS_IAM",
            additional_authentication_providers=_clients(args.clients),
            schema=source(args.schema_file).replace("@clients", _directives(args.clients)),
            xray_enabled=self.settings.tracing,
            introspection_config="DISABLED",
            query_depth_limit=10,
            log_config={
                "cloudwatch_logs_role_arn": self.log_role.arn,
                "field_log_level": args.log_level,
                "exclude_verbose_content": True,
            },
            opts=self.own,
        )
        self.api_id, self.arn = self.api.id, self.api.arn
        self.url = self.api.uris.apply(lambda uris: uris["GRAPHQL"])
        self.realtime_url = self.api.uris.apply(lambda uris: uris["REALTIME"])
        self.endpoint_arn = pulumi.Output.all(self.arn, self.url).apply(
            lambda both: endpoint(*both)
        )
        # AppSync writes to this group and no other.
        group = self.api_id.apply(lambda id_: f"/aws/appsync/apis/{id_}")
        self.log_group = log_group(f"{name}-logs", self.settings, self.own, exactly=group)
        self.log_grant = may_log(f"{name}-logs", self.log_role, self.log_group, self.own)
        self.key = (
            aws.appsync.ApiKey(
                f"{name}-key", api_id=self.api_id, expires=args.api_key_expires, opts=self.own
            )
            if args.clients == "api_key"
            else None
        )
        self.register_outputs({})

    def mutate(self, field: str) -> Grant:
        """Permission to call one mutation."""
        return Grant(
            ("appsync:GraphQL",), (self.arn,), (self.api.urn,), (f"/types/Mutation/fields/{field}",)
        )

    def resolver(
        self, name: str, on_type: str, field: str, code_file: str, data_source: pulumi.Input[str]
    ) -> aws.appsync.Resolver:
        """A resolver in JavaScript (APPSYNC_JS 1.0.0) from a file of the repository."""
        return aws.appsync.Resolver(
            f"{name}-{on_type}-{field}",
            api_id=self.api_id,
            type=on_type,
            field=field,
            data_source=data_source,
            kind="UNIT",
            runtime={"name": "APPSYNC_JS", "runtime_version": "1.0.0"},
            code=source(code_file),
            opts=self.own,
        )

    def nothing(self, name: str) -> aws.appsync.DataSource:
        """A data source that stores nothing: what a resolver returns is the answer."""
        return aws.appsync.DataSource(
            f"{name}-none", api_id=self.api_id, name="none", type="NONE", opts=self.own
        )


def endpoint(api_arn: str, url: str) -> str:
    """The endpoint's ARN, from the API's ARN and its GraphQL URL.

    Its id is the first label of the host and not the API's id.
    """
    prefix = api_arn.split(":apis/", 1)[0]
    label = url.removeprefix("https://").split(".", 1)[0]
    return f"{prefix}:endpoints/graphql-api/{label}"


def source(path: str) -> str:
    """The text of a `RepositoryFile`."""
    return (ROOT / path).read_text()


def _clients(clients: Any) -> Any:
    if isinstance(clients, Oidc):
        config = {"issuer": clients.issuer, "client_id": clients.client_id}
        return [{"authentication_type": "OPENID_CONNECT", "openid_connect_config": config}]
    if isinstance(clients, CognitoPool):
        pool = {"user_pool_id": clients.user_pool_id}
        return [{"authentication_type": "AMAZON_COGNITO_USER_POOLS", "user_pool_config": pool}]
    return [{"authentication_type": "API_KEY"}] if clients == "api_key" else None


def _directives(clients: Any) -> str:
    """What `@clients` in a schema stands for."""
    if isinstance(clients, Oidc):
        return "@aws_iam @aws_oidc"
    if isinstance(clients, CognitoPool):
        return "@aws_iam @aws_cognito_user_pools"
    return "@aws_iam @aws_api_key" if clients == "api_key" else "@aws_iam"
