"""An HTTP API in front of services that have no way in from the internet.

client --HTTPS, IAM or token--> HTTP API --V2 link--> ALB listener --> code or servers
                                             |------> NLB listener --> servers
                                             +------> instances that Cloud Map knows
"""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.apis.vpc_link_http.settings import (
    AlbBackend,
    AnyBackend,
    CloudMapBackend,
    ListenerBackend,
    NlbBackend,
    VpcLinkHttpArgs,
)
from components.architecture import Architecture
from components.foundation.api_alarm import link_errors
from components.foundation.http_api import HttpApi, HttpApiArgs, HttpBackend, HttpRoute
from components.foundation.load_balancer import LoadBalancer, LoadBalancerArgs
from components.foundation.log_bucket import LogBucket
from components.foundation.network import Network, NetworkArgs
from components.foundation.vpc_link import LinkV2, LinkV2Args
from components.foundation.vpc_target import (
    AlbListener,
    AlbListenerArgs,
    NlbListener,
    NlbListenerArgs,
    logged_alb,
)


class VpcLinkHttp(Architecture):
    """An HTTP API whose routes lead to private backends over one V2 link.

    Outputs (Output[str], the last Output[dict[str, str]]): `url`: where clients begin; `api_id`:
    the API's id; `log_group_name`: the access log; `link_id`: for further APIs that share the link;
    `link_group_id`: the link's security group; `vpc_id`: its VPC, empty where only a shared link is
    used; `service_arns`: Cloud Map services made here, by backend.
    Source: sheets 49, 54; API Gateway developer guide, "Private integrations for HTTP APIs".
    """

    url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    link_id: pulumi.Output[str]
    link_group_id: pulumi.Output[str]
    vpc_id: pulumi.Output[str]
    service_arns: pulumi.Output[dict[str, str]]

    def __init__(
        self, name: str, args: VpcLinkHttpArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        settings = NetworkArgs(network=args.network)
        self.network = Network(name, settings, self.own) if args.needs_network else None
        self.link = LinkV2(
            f"{name}-link", LinkV2Args(network=self.network, shared=args.link), self.own
        )
        self.logs: LogBucket | None = None
        self.alb = self._alb(name, args)
        self.nlb = self._nlb(name, args)
        self.namespace: aws.servicediscovery.PrivateDnsNamespace | None = None
        self.services: dict[str, aws.servicediscovery.Service] = {}
        self.listeners: dict[str, AlbListener | NlbListener] = {}
        self.api = self._api(name, args)
        self.alarm = link_errors(name, self.api, "$default", self.own)
        self.url, self.api_id = self.api.url, self.api.api_id
        self.log_group_name = self.api.log_group.name
        self.link_id, self.link_group_id = self.link.link_id, self.link.group_id
        self.vpc_id = self.network.vpc_id if self.network else pulumi.Output.from_input("")
        self.service_arns = pulumi.Output.all(
            **{key: service.arn for key, service in self.services.items()}
        )
        self.finish()

    def _alb(self, name: str, args: VpcLinkHttpArgs) -> LoadBalancer | None:
        if not any(isinstance(backend, AlbBackend) for backend in args.backends.values()):
            return None
        self.logs, balancer = logged_alb(f"{name}-alb", self.network, args.log_days, self.own)
        return balancer

    def _nlb(self, name: str, args: VpcLinkHttpArgs) -> LoadBalancer | None:
        if not any(isinstance(backend, NlbBackend) for backend in args.backends.values()):
            return None
        settings = LoadBalancerArgs(kind="network", network=self.network)
        return LoadBalancer(f"{name}-nlb", settings, self.own)

    def _api(self, name: str, args: VpcLinkHttpArgs) -> HttpApi:
        behind = {key: self._backend(name, key, given) for key, given in args.backends.items()}
        return HttpApi(
            name,
            HttpApiArgs(
                routes=tuple(
                    HttpRoute(route, behind[key])
                    for key, given in args.backends.items()
                    for route in given.routes
                ),
                auth=args.auth,
                cors=args.cors,
                rate_limit=args.rate_limit,
                burst_limit=args.burst_limit,
            ),
            self.own,
        )

    def _backend(self, name: str, key: str, given: AnyBackend) -> HttpBackend:
        """The private integration of one backend, and the hops to it."""
        uri, group_id, port = self._target(name, key, given)
        needs = self.link.reach(key, group_id, port)
        settings: dict[str, Any] = {
            "integration_type": "HTTP_PROXY",
            "integration_method": "ANY",
            "integration_uri": uri,
            "connection_type": "VPC_LINK",
            "connection_id": self.link.link_id,
            "payload_format_version": "1.0",
            "timeout_milliseconds": given.timeout_ms,
            # Without it a named stage would be the first part of the path that the backend sees.
            "request_parameters": {"overwrite:path": given.path},
        }
        if given.server_name:
            settings["tls_config"] = {"server_name_to_verify": given.server_name}
        return HttpBackend(key, settings, tuple(needs))

    def _target(
        self, name: str, key: str, given: AnyBackend
    ) -> tuple[pulumi.Input[str], pulumi.Input[str], int]:
        """What the integration names, and the security group and port that the link reaches."""
        if isinstance(given, ListenerBackend):
            return given.listener_arn, given.security_group_id, given.port
        if isinstance(given, CloudMapBackend):
            return self._service(name, key, given), given.security_group_id, given.port
        balancer = self.alb if isinstance(given, AlbBackend) else self.nlb
        assert balancer is not None  # noqa: S101  made for this backend
        self.listeners[key] = self._listener(f"{name}-{key}", balancer, given)
        return self.listeners[key].arn, balancer.group.group_id, given.listens_on

    def _listener(
        self, name: str, balancer: LoadBalancer, given: AlbBackend | NlbBackend
    ) -> AlbListener | NlbListener:
        shared: dict[str, Any] = {
            "balancer": balancer,
            "port": given.listens_on,
            "behind": given.behind,
        }
        if isinstance(given, NlbBackend):
            return NlbListener(name, NlbListenerArgs(**shared), self.own)
        certificate = given.certificate_arn
        return AlbListener(name, AlbListenerArgs(**shared, certificate_arn=certificate), self.own)

    def _service(self, name: str, key: str, given: CloudMapBackend) -> pulumi.Input[str]:
        """ARN of the Cloud Map service, with the attributes asked for."""
        arn = given.service_arn
        if arn is None:
            self.services[key] = self._new_service(name, key)
            arn = self.services[key].arn
        if not given.filters:
            return arn
        query = "&".join(f"{attribute}={value}" for attribute, value in given.filters.items())
        return pulumi.Output.concat(arn, "?", query)

    def _new_service(self, name: str, key: str) -> aws.servicediscovery.Service:
        if self.namespace is None:
            assert self.network is not None  # noqa: S101  `needs_network` says so
            self.namespace = aws.servicediscovery.PrivateDnsNamespace(
                name,
                name=f"{name}.internal",
                vpc=self.network.vpc_id,
                # Its name is fixed: another cannot be made beside it.
                opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
            )
        return aws.servicediscovery.Service(
            f"{name}-{key}",
            name=key,
            dns_config={
                "namespace_id": self.namespace.id,
                # A records have no port, and API Gateway calls the port that is registered.
                "dns_records": [{"type": "SRV", "ttl": 60}],
                "routing_policy": "MULTIVALUE",
            },
            opts=self.own,
        )
