"""A REST API in front of services that have no way in from the internet.

                            +--V1 link (PrivateLink)--> NLB listener --> servers
client --> REST API --------+                             +--> ALB listener --> code or servers
           stage variable:  +--V2 link--> ALB or NLB listener --> code or servers
           host and port
"""

from __future__ import annotations

import re

import pulumi
import pulumi_aws as aws

from components.apis.vpc_link_rest.settings import (
    AlbBackend,
    AnyBackend,
    BalancerBackend,
    LinkOfV1,
    NlbBackend,
    Service,
    VpcLinkRestArgs,
)
from components.architecture import Architecture
from components.foundation.api_alarm import link_errors
from components.foundation.load_balancer import LoadBalancer, LoadBalancerArgs
from components.foundation.log_bucket import LogBucket
from components.foundation.network import Network, NetworkArgs
from components.foundation.rest_api import RestApi
from components.foundation.rest_backend import to_url
from components.foundation.rest_settings import RestApiArgs, RestRoute
from components.foundation.vpc_backend import MadeBackend
from components.foundation.vpc_link import LinkV1, LinkV1Args, LinkV2, LinkV2Args
from components.foundation.vpc_target import (
    AlbListener,
    AlbListenerArgs,
    NlbListener,
    NlbListenerArgs,
    answer_health_checks,
    logged_alb,
)


class VpcLinkRest(Architecture):
    """A REST API whose routes lead to private backends over one link, of either generation.

    Outputs (all Output[str]): `url`: where clients begin; `api_id`: the API's id; `api_name`:
    ApiName of the API's metrics; `log_group_name`: the access log; `link_id`: for further APIs that
    share the link; `link_group_id`: the V2 link's security group, empty with V1; `balancer_host`:
    DNS name of the network load balancer made here, empty without; `vpc_id`: the VPC, empty where
    nothing is made in it.
    Source: sheets 49, 54; API Gateway developer guide, "Private integrations for REST APIs".
    """

    url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    api_name: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    link_id: pulumi.Output[str]
    link_group_id: pulumi.Output[str]
    balancer_host: pulumi.Output[str]
    vpc_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: VpcLinkRestArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        settings = NetworkArgs(network=args.network)
        self.network = Network(name, settings, self.own) if args.needs_network else None
        self.alb, self.nlb = self._balancers(name, args)
        self.link = self._link(f"{name}-link", args)
        self.listeners: dict[str, AlbListener] = {}
        self.ports: dict[str, NlbListener] = {}
        self.needs: dict[str, tuple[pulumi.Resource, ...]] = {}
        self._listen(name, args)
        self.api = self._api(name, args)
        self.alarm = link_errors(name, self.api, self.api.stage.stage_name, self.own)
        nothing = pulumi.Output.from_input("")
        self.url, self.api_id = self.api.url, self.api.api_id
        self.api_name, self.log_group_name = self.api.api.name, self.api.log_group.name
        self.link_id = self.link.link_id
        self.link_group_id = self.link.group_id if isinstance(self.link, LinkV2) else nothing
        self.balancer_host = self.nlb.dns_name if self.nlb else nothing
        self.vpc_id = self.network.vpc_id if self.network else nothing
        self.finish()

    def _balancers(
        self, name: str, args: VpcLinkRestArgs
    ) -> tuple[LoadBalancer | None, LoadBalancer | None]:
        kinds = {backend.kind for backend in args.backends.values()}
        v1 = isinstance(args.link, LinkOfV1)
        alb = nlb = None
        self.logs: LogBucket | None = None
        if "alb" in kinds:
            self.logs, alb = logged_alb(f"{name}-alb", self.network, args.log_days, self.own)
        if "nlb" in kinds or (v1 and args.makes_link):
            # Rules would be held against API Gateway's own addresses, which nobody can rely on.
            settings = LoadBalancerArgs(kind="network", network=self.network, private_link=v1)
            nlb = LoadBalancer(f"{name}-nlb", settings, self.own)
        return alb, nlb

    def _link(self, name: str, args: VpcLinkRestArgs) -> LinkV1 | LinkV2:
        if isinstance(args.link, LinkOfV1):
            return LinkV1(name, LinkV1Args(balancer=self.nlb, link_id=args.link.link_id), self.own)
        return LinkV2(name, LinkV2Args(network=self.network, shared=args.link.shared), self.own)

    def _listen(self, name: str, args: VpcLinkRestArgs) -> None:
        """The listeners of all backends, and the hops that lead to them."""
        self.health: aws.lb.Listener | None = None
        if isinstance(self.link, LinkV1) and self.alb is not None:
            self.health = answer_health_checks(f"{name}-health", self.alb, self.own)
        for key, given in args.backends.items():
            needs: list[pulumi.Resource] = []
            if isinstance(given, AlbBackend):
                needs.append(self._behind_alb(f"{name}-{key}", key, given))
            if isinstance(given, NlbBackend):
                settings = NlbListenerArgs(
                    balancer=self.nlb, port=given.listens_on, behind=given.behind
                )
                self.ports[key] = NlbListener(f"{name}-{key}", settings, self.own)
                needs.append(self.ports[key].listener)
            if isinstance(self.link, LinkV2):
                needs += self._hop(self.link, key, given)
            self.needs[key] = tuple(needs)

    def _behind_alb(self, name: str, key: str, given: AlbBackend) -> pulumi.Resource:
        """The last resource on the way to a backend of the ALB: over a V1 link the NLB's port."""
        settings = AlbListenerArgs(
            balancer=self.alb,
            port=given.listens_on,
            behind=given.behind,
            certificate_arn=given.certificate_arn,
        )
        self.listeners[key] = AlbListener(name, settings, self.own)
        if self.health is None:
            return self.listeners[key].listener
        passing = NlbListenerArgs(
            balancer=self.nlb,
            network=self.network,
            port=given.listens_on,
            behind=self.alb,
            after=(self.listeners[key].listener, self.health),
        )
        self.ports[key] = NlbListener(f"{name}-nlb", passing, self.own)
        return self.ports[key].listener

    def _first(self, given: MadeBackend) -> LoadBalancer:
        """The balancer made here that API Gateway meets first."""
        direct = isinstance(given, AlbBackend) and self.health is None
        balancer = self.alb if direct else self.nlb
        assert balancer is not None  # noqa: S101  made because of this backend
        return balancer

    def _hop(self, link: LinkV2, key: str, given: AnyBackend) -> list[pulumi.Resource]:
        if isinstance(given, MadeBackend):
            return link.reach(key, self._first(given).group.group_id, given.listens_on)
        assert isinstance(given, BalancerBackend)  # noqa: S101  the settings say so
        return link.reach(key, given.security_group_id, given.port)

    def _api(self, name: str, args: VpcLinkRestArgs) -> RestApi:
        settings = RestApiArgs(
            routes=tuple(
                self._route(key, route, service, args.backends[service.backend])
                for key, service in args.services.items()
                for route in service.routes
            ),
            auth=args.auth,
            api_key=args.api_key,
            cors=args.cors,
            private=args.private,
            variables={
                key: self._authority(args.backends[service.backend])
                for key, service in args.services.items()
            },
            rate_limit=args.rate_limit,
            burst_limit=args.burst_limit,
        )
        return RestApi(name, settings, self.own)

    def _route(self, key: str, route: str, service: Service, given: AnyBackend) -> RestRoute:
        method, path = route.split(" ", 1)
        steps = re.findall(r"\{(\w+)\+?\}", path)
        scheme = "https" if given.server_name else "http"
        behind = to_url(
            # The whole path is written out here, so that no stage gets into it.
            f"{scheme}://${{stageVariables.{key}}}{service.base_path}{path.replace('+}', '}')}",
            self.link.link_id,
            http_method=method,
            integration_target=self._target(given) if isinstance(self.link, LinkV2) else None,
            request_parameters={
                f"integration.request.path.{step}": f"method.request.path.{step}" for step in steps
            }
            or None,
            timeout_ms=service.timeout_ms,
            needs=self.needs[service.backend],
        )
        declared = {f"method.request.path.{step}": True for step in steps}
        return RestRoute(route, behind, request_parameters=declared or None)

    def _target(self, given: AnyBackend) -> pulumi.Input[str]:
        """The balancer that a V2 link hands the request to; a V1 link knows its own."""
        if isinstance(given, MadeBackend):
            return self._first(given).arn
        assert isinstance(given, BalancerBackend)  # noqa: S101  the settings say so
        return given.balancer_arn

    def _authority(self, given: AnyBackend) -> pulumi.Input[str]:
        """Host and port: the port chooses the listener, the host is what TLS asks for."""
        if isinstance(given, MadeBackend):
            host, port = self._first(given).dns_name, given.listens_on
        else:
            host, port = given.host, given.port
        return pulumi.Output.concat(given.server_name or host, f":{port}")
