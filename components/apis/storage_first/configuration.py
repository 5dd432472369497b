"""The configuration behind an API: its settings and AppConfig."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Self

import pulumi
from pydantic import Field, model_validator

from components.apis.storage_first.call import Call, Taken
from components.architecture import Component
from components.args import Args, Input, Model
from components.foundation.app_config import AppConfig, AppConfigArgs
from components.foundation.arns import last_part
from components.foundation.grant import Grant
from components.foundation.routes import Route

ProfileArn = Annotated[
    str,
    Field(
        pattern=r"^arn:aws[a-z-]*:appconfig:[a-z0-9-]+:\d{12}:application/[^/]+/configurationprofile/.+$"
    ),
]


class ConfigurationSource(Model):
    """AppConfig: stores nothing, hands out a configuration."""

    route: Route = "GET /configuration"
    """Where callers get it."""

    content: dict[str, Any] | None = Field(default=None, min_length=1)
    """The configuration; AppConfig's application, environment and profile are made for it."""

    profile_arn: Input[ProfileArn] | None = None
    """A configuration profile that exists, in place of `content`."""

    environment_id: Input[str] | None = None
    """AppConfig environment of `profile_arn`."""

    client_id: Taken = "$request.querystring.client"
    """What tells callers apart."""

    client_version: Taken | None = None
    """The version that the caller has, e.g. `$request.querystring.version`: AppConfig then answers
    without content where nothing is new. Callers must then send it."""

    @model_validator(mode="after")
    def _one_configuration(self) -> Self:
        existing = self.profile_arn is not None and self.environment_id is not None
        if existing == (self.content is not None):
            raise ValueError("either content, or profile_arn and environment_id")
        return self

    def routes(self) -> Iterator[tuple[str, str]]:
        yield "route", self.route


class ConfigurationBehind(Component):
    """AppConfig. Child: `configuration` (None for one that exists)."""

    def __init__(self, name: str, args: ConfigurationSource, opts: pulumi.ResourceOptions) -> None:
        super().__init__("palisade:foundation:ConfigurationBehind", name, Args(), opts)
        self.args = args
        self.configuration = (
            AppConfig(name, AppConfigArgs(content=args.content), self.own)
            if args.content is not None
            else None
        )
        self.register_outputs({})

    def calls(self) -> Iterator[Call]:
        args = self.args
        made = self.configuration
        if made is not None:
            application, environment, profile = (
                made.application_id,
                made.environment_id,
                made.profile_id,
            )
            grant = made.read()
        else:
            arn = pulumi.Output.from_input(args.profile_arn or "")
            environment = pulumi.Output.from_input(args.environment_id or "")
            owner = arn.apply(lambda text: text.rpartition("/configurationprofile/")[0])
            application, profile = owner.apply(last_part), arn.apply(last_part)
            in_it = pulumi.Output.concat(owner, "/environment/", environment)
            grant = Grant(("appconfig:GetConfiguration",), (owner, in_it, arn))
        parameters: dict[str, pulumi.Input[str]] = {
            "Application": application,
            "Environment": environment,
            "Configuration": profile,
            "ClientId": args.client_id,
        }
        if args.client_version:
            parameters["ClientConfigurationVersion"] = args.client_version
        yield Call("configuration", args.route, "AppConfig-GetConfiguration", parameters, grant)
