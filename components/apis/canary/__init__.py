"""A new release of an API that calls a service itself, tried on a part of the requests.

caller --> stage --90 %--> deployment of the stable release ----+
             |---10 %--> deployment of the candidate -----------+--> DynamoDB GetItem
             +--> access log: which release answered --> share of errors --> alarm: roll back
"""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.apis.canary.settings import HERE, CanaryApiArgs
from components.apis.canary.watch import count_canary, roll_back_alarm
from components.apis.direct_integration.call import Call, route
from components.architecture import Architecture
from components.foundation.api_alarm import server_errors
from components.foundation.arns import last_part
from components.foundation.grant import Grant
from components.foundation.rest_api import RestApi
from components.foundation.rest_release import Releases
from components.foundation.rest_settings import RestApiArgs, RestRoute
from components.foundation.table import Key, Table, TableArgs


class CanaryApi(Architecture):
    """A REST API that reads items of a table, with two releases side by side.

    Outputs (all Output[str]): `url`: where callers begin; `api_id`, `stage_name`: what
    `python -m tools.canary` takes; `api_name`: ApiName of the API's metrics; `log_group_name`: the
    access log, of both releases; `table_name`: where the items are; `rollback_alarm`: name of the
    alarm on the candidate, empty without one.
    Source: sheet 58; API Gateway developer guide, "Canary release deployment".
    """

    url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    stage_name: pulumi.Output[str]
    api_name: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    table_name: pulumi.Output[str]
    rollback_alarm: pulumi.Output[str]

    def __init__(
        self, name: str, args: CanaryApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        self.table: Table | None = None
        if args.table_arn is None:
            key = Key(name=args.parameter)
            self.table = Table(f"{name}-items", TableArgs(partition_key=key), self.own)
            table_arn, self.table_name = self.table.arn, self.table.table_name
        else:
            table_arn = pulumi.Output.from_input(args.table_arn)
            self.table_name = table_arn.apply(last_part)
        self.role, item = route(
            f"{name}-item",
            self._call(args, table_arn),
            self.context.region or table_arn.apply(lambda found: found.split(":")[3]),
            self.context.partition,
            {},
            self.own,
        )
        self.api = self._api(name, args, item)
        failing = f"Requests to {name} fail: `canary` in its access log says of which release."
        self.errors = server_errors(name, self.api, self.own, failing)
        self.metrics: dict[str, aws.cloudwatch.LogMetricFilter] = {}
        self.roll_back: aws.cloudwatch.MetricAlarm | None = None
        self.rollback_alarm = pulumi.Output.from_input("")
        if args.candidate:
            self.metrics = count_canary(name, self.api, self.own)
            self.roll_back = roll_back_alarm(
                name, self.api, args.max_error_percent, self.context, self.own
            )
            self.rollback_alarm = self.roll_back.name
        self.url, self.api_id = self.api.url, self.api.api_id
        self.api_name, self.log_group_name = self.api.api.name, self.api.log_group.name
        self.stage_name = self.api.stage.stage_name
        self.finish()

    def _call(self, args: CanaryApiArgs, table_arn: pulumi.Output[str]) -> Call:
        nodes = (self.table.table.urn,) if self.table else ()
        return Call(
            "item",
            args.route,
            "dynamodb:action/GetItem",
            args.newest.request_file,
            Grant(("dynamodb:GetItem",), (table_arn,), nodes),
            "200",
            args.newest.found_file,
            # A 400 of DynamoDB is the release's own fault, never the caller's.
            refused=f"{HERE}/failed.vtl",
            expects={f"method.request.path.{args.parameter}": True},
        )

    def _api(self, name: str, args: CanaryApiArgs, item: RestRoute) -> RestApi:
        stable = args.releases[args.stable]
        candidate = args.releases[args.candidate] if args.candidate else None
        settings = RestApiArgs(
            routes=(item,),
            auth=args.auth,
            variables={"table_name": self.table_name, **stable.variables},
            releases=Releases(
                stable=args.stable,
                candidate=args.candidate,
                percent=args.percent,
                variables=candidate.variables if candidate else {},
            ),
            stage_name=args.stage_name,
            rate_limit=args.rate_limit,
            burst_limit=args.burst_limit,
        )
        return RestApi(name, settings, self.own)
