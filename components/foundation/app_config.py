"""AppConfig: one hosted configuration, deployed to one environment."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.architecture import Component
from components.args import Args
from components.foundation.grant import Grant


class AppConfigArgs(Args):
    """Settings of a configuration. Source: AppConfig user guide; sheets 60, 78."""

    content: dict[str, Any] = Field(min_length=1)
    """The configuration, deployed all at once whenever it changes; no secrets."""

    description: str = Field(default="", max_length=1024)
    """Shown in the console."""


class AppConfig(Component):
    """A configuration. `application_id`, `environment_id`, `profile_id` (Output[str]).

    Children: `application`, `environment`, `profile`, `version`, `deployment`.
    """

    application_id: pulumi.Output[str]
    environment_id: pulumi.Output[str]
    profile_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: AppConfigArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:AppConfig", name, args, opts)
        self.application = aws.appconfig.Application(
            name, description=args.description or None, opts=self.own
        )
        self.application_id = self.application.id
        self.environment = aws.appconfig.Environment(
            f"{name}-environment", application_id=self.application_id, opts=self.own
        )
        self.environment_id = self.environment.environment_id
        self.profile = aws.appconfig.ConfigurationProfile(
            f"{name}-profile",
            application_id=self.application_id,
            location_uri="hosted",
            kms_key_identifier=self.settings.kms_key_arn,
            opts=self.own,
        )
        self.profile_id = self.profile.configuration_profile_id
        self.version = aws.appconfig.HostedConfigurationVersion(
            f"{name}-version",
            application_id=self.application_id,
            configuration_profile_id=self.profile_id,
            content_type="application/json",
            content=json.dumps(args.content, sort_keys=True),
            opts=self.own,
        )
        self.deployment = aws.appconfig.Deployment(
            f"{name}-deployment",
            application_id=self.application_id,
            environment_id=self.environment_id,
            configuration_profile_id=self.profile_id,
            configuration_version=self.version.version_number.apply(str),
            deployment_strategy_id="AppConfig.AllAtOnce",
            opts=self.own,
        )
        self.register_outputs({})

    def read(self) -> Grant:
        """Permission to get the configuration: AWS asks for all three it is made of."""
        return Grant(
            ("appconfig:GetConfiguration",),
            (self.application.arn, self.environment.arn, self.profile.arn),
            (self.application.urn, self.environment.urn, self.profile.urn),
        )
