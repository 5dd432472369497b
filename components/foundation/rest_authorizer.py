"""Who may call a REST API: users of Cognito, whom a function lets in, or who signs with IAM."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.foundation.function import Function
from components.foundation.rest_settings import Cognito, LambdaAuthorizer

AUTHORIZATION = {
    Cognito: "COGNITO_USER_POOLS",
    LambdaAuthorizer: "CUSTOM",
    str: "AWS_IAM",
}
"""The method's authorization, by the kind of `auth` (the one text that authorizes is `iam`)."""


def authorizer(
    name: str,
    auth: Any,
    api_id: pulumi.Input[str],
    execution_arn: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> aws.apigateway.Authorizer | None:
    """The API's authorizer; IAM needs none. A function is given leave to be asked by it."""
    if isinstance(auth, Cognito):
        return aws.apigateway.Authorizer(
            f"{name}-cognito",
            rest_api=api_id,
            type="COGNITO_USER_POOLS",
            provider_arns=list(auth.user_pool_arns),
            opts=opts,
        )
    if not isinstance(auth, LambdaAuthorizer):
        return None
    function: Function = auth.function
    made = aws.apigateway.Authorizer(
        f"{name}-authorizer",
        rest_api=api_id,
        type=auth.kind,
        authorizer_uri=function.invoke_arn,
        identity_source=auth.identity_source,
        authorizer_result_ttl_in_seconds=auth.cache_seconds,
        opts=opts,
    )
    function.allow(
        f"{name}-authorizer",
        "apigateway.amazonaws.com",
        pulumi.Output.concat(execution_arn, "/authorizers/", made.id),
    )
    return made


def authorizer_definition(auth: Any) -> list[Any]:
    """All of the authorizer that a deployment must follow."""
    if isinstance(auth, Cognito):
        return [list(auth.user_pool_arns)]
    return [auth.function.invoke_arn, auth.kind, auth.identity_source, auth.cache_seconds]
