"""The way by a connection: EventBridge calls the endpoint itself, over VPC Lattice."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pulumi
import pulumi_aws as aws

from components.architecture import Component
from components.args import Args
from components.events.private_endpoint.settings import (
    ApiKeyAuth,
    BalancedEndpoint,
    BasicAuth,
    ByConnection,
    Endpoint,
    OAuth,
    SharedEndpoint,
)
from components.foundation.grant import Grant, on
from components.foundation.physical_name import fitting


class PrivateConnectionArgs(Args):
    """What the connection needs of the architecture."""

    by: ByConnection
    """Its settings."""
    endpoint: Endpoint
    """Where it leads."""
    url: Any
    """Output[str]: where events are sent."""
    network: Any
    """The `Network`; None where the endpoint is shared."""
    group: Any
    """The gateway's `SecurityGroup`; None where the endpoint is shared."""
    hops: tuple[Any, ...]
    """What must be there before the first event: rules of groups, listener, name."""


class PrivateConnection(Component):
    """Gateway, resource configuration, connection and API destination.

    `resource_arn` (Output[str]). Children: `gateway`, `resource`, `share`, `connection`,
    `destination`.
    """

    resource_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: PrivateConnectionArgs, opts: pulumi.ResourceOptions
    ) -> None:
        super().__init__("palisade:events:PrivateConnection", name, args, opts)
        self.gateway: aws.vpclattice.ResourceGateway | None = None
        self.resource: aws.vpclattice.ResourceConfiguration | None = None
        self.share: aws.ram.ResourceShare | None = None
        self.resource_arn = self._resource(name, args)
        kind, parameters = _auth(args.by.auth)
        self.connection = aws.cloudwatch.EventConnection(
            name,
            authorization_type=kind,
            auth_parameters=parameters,
            invocation_connectivity_parameters={
                "resource_parameters": {"resource_configuration_arn": self.resource_arn}
            },
            kms_key_identifier=self.settings.kms_key_arn,
            description=f"Into the VPC of {name}",
            opts=self.own,
        )
        self.destination = aws.cloudwatch.EventApiDestination(
            name,
            connection_arn=self.connection.arn,
            http_method="POST",
            invocation_endpoint=args.url,
            invocation_rate_limit_per_second=args.by.rate_limit,
            # An event that comes before the rules of the groups would wait for its second try.
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(args.hops)),
        )
        self.register_outputs({})

    def invoke(self) -> Grant:
        """Permission to send events to the endpoint."""
        return on(self.destination, self.destination.arn, "events:InvokeApiDestination")

    def _resource(self, name: str, args: PrivateConnectionArgs) -> pulumi.Output[str]:
        endpoint = args.endpoint
        if isinstance(endpoint, SharedEndpoint):
            return pulumi.Output.from_input(endpoint.resource_configuration_arn)
        if isinstance(endpoint, BalancedEndpoint):
            host = endpoint.tls.server_name if endpoint.tls else ""
        else:
            host = urlsplit(endpoint.url).hostname or ""
        self.gateway = aws.vpclattice.ResourceGateway(
            fitting(name, 40, reserved="rgw-"),
            vpc_id=args.network.vpc_id,
            subnet_ids=args.network.subnet_ids,
            security_group_ids=[args.group.group_id],
            ip_address_type="IPV4",
            opts=self.own,
        )
        self.resource = aws.vpclattice.ResourceConfiguration(
            fitting(name, 40, reserved="rcfg-"),
            type="SINGLE",
            protocol="TCP",
            port_ranges=[str(endpoint.port)],
            resource_gateway_identifier=self.gateway.id,
            resource_configuration_definition={
                "dns_resource": {"domain_name": host, "ip_address_type": "IPV4"}
            },
            opts=self.own,
        )
        if args.by.share_with:
            self._share(name, args.by, self.resource.arn)
        return self.resource.arn

    def _share(self, name: str, by: ByConnection, arn: pulumi.Output[str]) -> None:
        inside = all(principal.startswith("arn:") for principal in by.share_with)
        self.share = aws.ram.ResourceShare(
            name, allow_external_principals=not inside, opts=self.own
        )
        aws.ram.ResourceAssociation(
            name, resource_arn=arn, resource_share_arn=self.share.arn, opts=self.own
        )
        for principal in by.share_with:
            aws.ram.PrincipalAssociation(
                f"{name}-{principal.rpartition('/')[2]}",
                principal=principal,
                resource_share_arn=self.share.arn,
                opts=self.own,
            )


def _auth(auth: ApiKeyAuth | BasicAuth | OAuth) -> tuple[str, Any]:
    """EventBridge's name of the way to authorize, and its parameters."""
    if isinstance(auth, ApiKeyAuth):
        return "API_KEY", {"api_key": {"key": auth.header, "value": auth.value}}
    if isinstance(auth, BasicAuth):
        return "BASIC", {"basic": {"username": auth.username, "password": auth.password}}
    parameters: dict[str, Any] = {}
    if auth.scope:
        parameters["bodies"] = [{"key": "scope", "value": auth.scope, "is_value_secret": False}]
    return "OAUTH_CLIENT_CREDENTIALS", {
        "oauth": {
            "authorization_endpoint": auth.token_url,
            "http_method": "POST",
            "client_parameters": {
                "client_id": auth.client_id,
                "client_secret": auth.client_secret,
            },
            "oauth_http_parameters": parameters,
        }
    }
