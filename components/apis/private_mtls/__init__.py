"""A private REST API whose callers show a client certificate.

same account:   client -----------------------------------+
                                                          v
other accounts: client -> endpoint -> PrivateLink -> NLB -> ALB -> endpoint -> private API -> code
                                                      asks for a certificate of the trust store

Two locks stop callers from walking round the ALB: the API takes calls over its one endpoint only,
and the endpoint lets in the ALB only.
"""

from __future__ import annotations

import json

import pulumi
import pulumi_aws as aws

from components.apis.private_mtls.front import Front, FrontArgs, rewrite
from components.apis.private_mtls.publish import Publish, PublishArgs
from components.apis.private_mtls.settings import JwtAuthorizer, NewCa, PrivateMtlsApiArgs
from components.architecture import Architecture
from components.args import Input
from components.foundation.api_alarm import function_errors
from components.foundation.api_endpoint import ApiEndpoint, ApiEndpointArgs, addresses_in
from components.foundation.arns import domain_of
from components.foundation.bucket import Bucket, BucketArgs
from components.foundation.certificate import Certificate, CertificateArgs
from components.foundation.dns import alias
from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs
from components.foundation.network import Network, NetworkArgs
from components.foundation.private_ca import PrivateCa, PrivateCaArgs, writer
from components.foundation.private_domain import PrivateDomain, PrivateDomainArgs
from components.foundation.rest_api import RestApi
from components.foundation.rest_settings import LambdaAuthorizer, Private, RestApiArgs
from components.foundation.routed import functions, rest_routes
from components.foundation.trust_store import TrustStore, TrustStoreArgs

AUTHORIZER = "handlers.apis.private_mtls.authorizer.handler"


class PrivateMtlsApi(Architecture):
    """A private API behind a load balancer that verifies client certificates.

    Outputs (all Output[str]): `url`: where clients begin; `domain_name`: the name that they call;
    `api_id`: the API's id; `api_name`: ApiName of the API's metrics; `log_group_name`: the access
    log; `vpc_id`: where near clients stand; `endpoint_id`: the one endpoint that leads to the API;
    `trust_store_arn`: the CAs whose clients are let in; `certificates_bucket`: where the CA bundle
    and revocation lists lie; `service_name`: what consumers make an endpoint for (empty without
    consumers); `ca_arn`: the CA made here (empty without).
    Source: sheet 12; ELB user guide, "Mutual authentication with TLS"; PrivateLink guide.
    """

    url: pulumi.Output[str]
    domain_name: pulumi.Output[str]
    api_id: pulumi.Output[str]
    api_name: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    vpc_id: pulumi.Output[str]
    endpoint_id: pulumi.Output[str]
    trust_store_arn: pulumi.Output[str]
    certificates_bucket: pulumi.Output[str]
    service_name: pulumi.Output[str]
    ca_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: PrivateMtlsApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        self.network = Network(name, NetworkArgs(network=args.network), self.own)
        self.endpoint = ApiEndpoint(
            f"{name}-endpoint",
            ApiEndpointArgs(
                network=self.network,
                addresses=addresses_in(args.network, args.endpoint_addresses),
            ),
            self.own,
        )
        self.api = self._api(name, args)
        self.certificate = Certificate(
            f"{name}-tls",
            CertificateArgs(domain_name=args.domain_name, zone_id=args.zone_id),
            self.own,
        )
        self._trust(name, args)
        self._host(name, args)
        self.front = Front(
            name,
            FrontArgs(
                network=self.network,
                endpoint=self.endpoint,
                domain_name=args.domain_name,
                certificate_arn=self.certificate.arn,
                trust=self.trust,
                transforms=self._transforms(),
                clients=args.clients,
                log_days=args.log_days,
                refusals_alarm=args.refusals_alarm,
            ),
            self.own,
        )
        self.record = self._record(name, args) if args.clients else None
        self.publish = self._publish(name, args)
        self.errors = function_errors(name, self.api, self.own)
        self.domain_name = pulumi.Output.from_input(args.domain_name)
        self.url = pulumi.Output.from_input(f"https://{args.domain_name}")
        self.api_id, self.endpoint_id = self.api.api_id, self.endpoint.endpoint_id
        self.api_name, self.log_group_name = self.api.api.name, self.api.log_group.name
        self.vpc_id, self.trust_store_arn = self.network.vpc_id, self.trust.arn
        self.certificates_bucket = self.certificates.bucket_name
        nothing = pulumi.Output.from_input("")
        self.service_name = self.publish.service.service_name if self.publish else nothing
        self.ca_arn = self.ca.arn if self.ca else nothing
        self.finish()

    def _api(self, name: str, args: PrivateMtlsApiArgs) -> RestApi:
        self.functions = functions(name, args.functions, self.own)
        self.authorizer = (
            Function(f"{name}-authorizer", _authorizer(args.authorizer), self.own)
            if args.authorizer
            else None
        )
        return RestApi(
            name,
            RestApiArgs(
                routes=rest_routes(args.functions, self.functions),
                auth=LambdaAuthorizer(
                    function=self.authorizer,
                    kind="TOKEN",
                    cache_seconds=args.authorizer.cache_seconds,
                )
                if args.authorizer
                else "none",
                private=Private(vpc_endpoint_ids=(self.endpoint.endpoint_id,)),
                rate_limit=args.rate_limit,
                burst_limit=args.burst_limit,
            ),
            self.own,
        )

    def _trust(self, name: str, args: PrivateMtlsApiArgs) -> None:
        lists = isinstance(args.ca, NewCa) and args.ca.mode == "GENERAL_PURPOSE"
        self.certificates = Bucket(
            f"{name}-certificates",
            BucketArgs(
                # Certificates and revocation lists are public; their writers know no other key.
                environment_key=False,
                writers=(writer(self.context.account),) if lists else (),
            ),
            self.own,
        )
        self.ca: PrivateCa | None = None
        bundle: Input[str]
        if isinstance(args.ca, NewCa):
            self.ca = PrivateCa(
                f"{name}-ca",
                PrivateCaArgs(
                    common_name=args.domain_name,
                    organization=args.ca.organization,
                    mode=args.ca.mode,
                    years=args.ca.years,
                    revocations=self.certificates if lists else None,
                ),
                self.own,
            )
            bundle = self.ca.certificate
        else:
            bundle = args.ca.bundle
        self.trust = TrustStore(
            name,
            TrustStoreArgs(bundle=bundle, revoked=args.ca.revoked),
            self.certificates,
            self.own,
        )

    def _host(self, name: str, args: PrivateMtlsApiArgs) -> None:
        """The one name by which API Gateway finds the API, and the endpoint's policy."""
        allowed = [pulumi.Output.concat(self.api.execution_arn, "/*")]
        self.domain: PrivateDomain | None = None
        if args.host == "private-domain":
            self.domain = PrivateDomain(
                f"{name}-domain",
                PrivateDomainArgs(
                    domain_name=args.domain_name,
                    certificate_arn=self.certificate.arn,
                    endpoint_id=self.endpoint.endpoint_id,
                    api_id=self.api.api_id,
                    stage_name=self.api.stage.stage_name,
                ),
                self.own,
            )
            allowed.append(self.domain.invoke_arn)
        self.endpoint.lead_only_to(f"{name}-endpoint", allowed)

    def _transforms(self) -> tuple[object, ...]:
        if self.domain:
            return ()
        return rewrite(self.api.execution_arn.apply(_host_of), self.api.stage.stage_name)

    def _record(self, name: str, args: PrivateMtlsApiArgs) -> aws.route53.Record:
        balancer = self.front.balancer
        zone = args.zone_id if args.record_zone_id is None else args.record_zone_id
        return alias(
            f"{name}-name", args.domain_name, zone, balancer.dns_name, balancer.zone_id, self.own
        )

    def _publish(self, name: str, args: PrivateMtlsApiArgs) -> Publish | None:
        if args.consumers is None:
            return None
        return Publish(
            name,
            PublishArgs(
                network=self.network,
                front=self.front,
                consumers=args.consumers,
                domain_name=args.domain_name,
                zone_id=args.zone_id,
            ),
            self.own,
        )


def _authorizer(settings: JwtAuthorizer) -> FunctionArgs:
    issuer = settings.issuer
    return FunctionArgs(
        handler=AUTHORIZER,
        timeout_seconds=5,
        environment={
            "ISSUER": issuer,
            "AUDIENCE": json.dumps(list(settings.audience)),
            "KEYS_URL": settings.keys_url or f"{issuer.rstrip('/')}/.well-known/jwks.json",
        },
    )


def _host_of(execution_arn: str) -> str:
    """The API's own name: `arn:aws:execute-api:eu-west-1:…:abc` -> `abc.execute-api.…`."""
    _, partition, _, region, _, api = execution_arn.split(":")
    return f"{api}.execute-api.{region}.{domain_of(partition)}"
