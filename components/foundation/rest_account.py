"""The account's setting that lets REST APIs write logs: once per account and Region."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.foundation.role import make_role
from components.settings import context_of


class RestAccount(pulumi.ComponentResource):
    """API Gateway's logs role for this account and Region. Children: `role`, `account`.

    The role carries AWS's managed policy AmazonAPIGatewayPushToCloudWatchLogs: API Gateway tries
    actions on all log groups when the setting is made and refuses a narrower one.
    Source: API Gateway developer guide, "Set up CloudWatch logging".
    """

    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__("palisade:foundation:RestAccount", name, {}, opts)
        context = context_of(opts)
        own = pulumi.ResourceOptions(parent=self)
        self.role = make_role(name, context, "apigateway.amazonaws.com", own)
        self.policy = aws.iam.RolePolicyAttachment(
            f"{name}-logs",
            role=self.role.name,
            policy_arn=f"arn:{context.partition}:iam::aws:policy/service-role/"
            "AmazonAPIGatewayPushToCloudWatchLogs",
            opts=own,
        )
        self.account = aws.apigateway.Account(
            f"{name}-account",
            cloudwatch_role_arn=self.role.arn,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.policy]),
        )
        self.register_outputs({})
