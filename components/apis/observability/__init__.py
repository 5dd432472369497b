"""Tells which phase of a request refused or slowed it, for any API of the environment.

request --> waf --> authenticate --> authorizer --> authorize --> integration --> answer
              each phase: status, latency, error --> one line of the access log
access logs --> queries (CloudWatch Logs Insights)
            +-> counts by phase --> alarms, dashboard
"""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.apis.observability import dashboard
from components.apis.observability.counts import COUNTS, Count
from components.apis.observability.queries import queries
from components.apis.observability.settings import (
    OWN,
    HttpLog,
    ObservabilityArgs,
    OwnApi,
    RestLog,
)
from components.architecture import Architecture
from components.foundation.alarm import alarm
from components.foundation.arns import region_of
from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs
from components.foundation.known import json_text
from components.foundation.rest_api import RestApi
from components.foundation.rest_settings import RestApiArgs, RestRoute
from components.foundation.web_acl import WebAcl, WebAclArgs


class Observability(Architecture):
    """Queries, counts, alarms and a dashboard over the access logs of APIs.

    Outputs (all Output[str]; those of what is not there are empty): `url`: where callers of the API
    made here begin; `api_id`: its id; `api_name`: ApiName of its metrics; `log_group_name`: its
    access log; `dashboard_name`: the dashboard.
    Source: sheet 59; API Gateway developer guide, "Variables for access logging".
    """

    url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    api_name: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    dashboard_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: ObservabilityArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        self.function: Function | None = None
        self.web_acl: WebAcl | None = None
        self.api = self._own(name, args.own) if args.own else None
        apis: dict[str, RestLog | HttpLog] = dict(args.apis)
        if self.api:
            apis[OWN] = RestLog(
                kind="rest",
                api_name=self.api.api.name,
                stage_name=self.api.args.stage_name,
                log_group_name=self.api.log_group.name,
            )
        self.queries = {
            **self._queries("every", apis),
            **self._queries("rest", _of("rest", apis)),
            **self._queries("http", _of("http", apis)),
        }
        self.filters: dict[str, aws.cloudwatch.LogMetricFilter] = {}
        self.alarms: dict[str, aws.cloudwatch.MetricAlarm] = {}
        counted = {key: self._count(key, api, args) for key, api in apis.items()}
        self.dashboard = self._dashboard(apis, counted) if args.dashboard else None
        nothing = pulumi.Output.from_input("")
        self.url = self.api.url if self.api else nothing
        self.api_id = self.api.api_id if self.api else nothing
        self.api_name = self.api.api.name if self.api else nothing
        self.log_group_name = self.api.log_group.name if self.api else nothing
        self.dashboard_name = self.dashboard.dashboard_name if self.dashboard else nothing
        self.finish()

    @property
    def namespace(self) -> str:
        """Of the metrics that are counted here; metrics of other environments are elsewhere."""
        return "/".join(part for part in ("Palisade", self.context.environment, self.name) if part)

    def _own(self, name: str, own: OwnApi) -> RestApi:
        self.function = Function(
            f"{name}-function", FunctionArgs(handler=own.handler, memory_mb=128), self.own
        )
        settings = RestApiArgs(
            routes=tuple(RestRoute(route, self.function) for route in own.routes), auth="iam"
        )
        api = RestApi(name, settings, self.own)
        if own.web_acl:
            self.web_acl = WebAcl(
                f"{name}-waf", WebAclArgs(rate=own.web_acl, stage_arn=api.stage.arn), self.own
            )
        return api

    def _queries(
        self, kind: str, apis: dict[str, RestLog | HttpLog]
    ) -> dict[str, aws.cloudwatch.QueryDefinition]:
        """The queries of `kind` over the logs of `apis`, in a folder of their own."""
        if not apis:
            return {}
        # Phases, and so queries by phase, differ between REST and HTTP.
        after = "" if kind == "every" else f"-{kind}"
        return {
            f"{query}{after}": aws.cloudwatch.QueryDefinition(
                f"{self.name}-{query}{after}",
                name=f"{self.namespace}/{query}{after}",
                query_string=text,
                log_group_names=[api.log_group_name for api in apis.values()],
                opts=self.own,
            )
            for query, text in queries(kind).items()
        }

    def _count(self, key: str, api: RestLog | HttpLog, args: ObservabilityArgs) -> dict[Count, str]:
        """Counts lines of one API; count → metric. A metric bills only while something matches."""
        metrics: dict[Count, str] = {}
        for count, counted in COUNTS.items():
            if api.kind not in counted.patterns:
                continue
            metric = metrics[count] = f"{key}/{count}"
            name = f"{self.name}-{key}-{count.replace('_', '-')}"
            self.filters[metric] = aws.cloudwatch.LogMetricFilter(
                name,
                log_group_name=api.log_group_name,
                pattern=counted.patterns[api.kind],
                metric_transformation={
                    "namespace": self.namespace,
                    "name": metric,
                    "value": "1",
                    "unit": "Count",
                },
                opts=self.own,
            )
            above = getattr(args.alarms, count)
            if above is not None:
                self.alarms[metric] = alarm(
                    name,
                    self.context,
                    self.own,
                    metric=metric,
                    namespace=self.namespace,
                    dimensions={},
                    above=above,
                    period_seconds=300,
                    description=f"Requests to {key}: {counted.title}. {counted.advice}",
                )
        return metrics

    def _dashboard(
        self, apis: dict[str, RestLog | HttpLog], counted: dict[str, dict[Count, str]]
    ) -> aws.cloudwatch.Dashboard:
        # Outside an Environment only AWS knows the Region: it stands in a query's ARN.
        some = next(iter(self.queries.values()))
        region = self.context.region or some.arn.apply(region_of)
        return aws.cloudwatch.Dashboard(
            f"{self.name}-dashboard",
            dashboard_name=self.namespace.replace("/", "-"),
            dashboard_body=json_text(dashboard.body(apis, counted, self.namespace, region)),
            opts=self.own,
        )


def _of(kind: str, apis: dict[str, RestLog | HttpLog]) -> dict[str, RestLog | HttpLog]:
    return {key: api for key, api in apis.items() if api.kind == kind}
