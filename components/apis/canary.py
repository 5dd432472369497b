"""A new release of an API that calls a service itself, tried on a part of the requests.

caller --> stage --90 %--> deployment of the stable release ----+
             |---10 %--> deployment of the candidate -----------+--> DynamoDB GetItem
             +--> access log: which release answered --> share of errors --> alarm: roll back
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

import pulumi
import pulumi_aws as aws
from pydantic import Field, model_validator

from components.apis.direct_integration.call import Call, last_part, route
from components.apis.direct_integration.settings import TableArn
from components.architecture import Architecture
from components.args import Args, Input, Model
from components.foundation.alarm import alarm
from components.foundation.grant import Grant
from components.foundation.rest_api import RestApi
from components.foundation.rest_release import Label, Releases
from components.foundation.rest_settings import Cognito, RestApiArgs
from components.foundation.table import Key, Table, TableArgs

HERE = "handlers/apis/canary"
NAMESPACE = "Palisade/Canary"


class Release(Model):
    """One version of the API: its templates, and stage variables that only it needs.

    A release that is out stays as it is: what changes gets a label of its own, else everybody has
    it at once.
    """

    request_file: str = f"{HERE}/get_item.vtl"
    """Request template of the GetItem, a path below the repository. `$stageVariables.table_name` is
    the table."""

    found_file: str = f"{HERE}/result_v1.vtl"
    """Answer's template for DynamoDB's answer."""

    variables: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,64}$")], Input[str]] = Field(
        default_factory=dict
    )
    """Stage variables of this release; they override while it is a candidate and become the
    stage's own with its promotion."""


class CanaryApiArgs(Args):
    """Settings of `apis/canary`. Source: sheet 58."""

    releases: dict[Label, Release] = Field(min_length=1)
    """The releases by label, e.g. `v1`; those that are neither stable nor candidate may go."""

    stable: Label
    """Label of the release that answers. Set it to the candidate's to promote that."""

    candidate: Label | None = None
    """Label of the release that is tried. Remove it to roll back. The stable release must be
    deployed before."""

    percent: float = Field(default=10, gt=0, le=100)
    """Part of the requests, in percent, that the candidate answers: chosen at random for each
    request, so that one caller sees both releases."""

    max_error_percent: float = Field(default=5, ge=0, lt=100)
    """Part of the candidate's answers of five minutes, in percent, that may be 5xx; above, an alarm
    says to roll back."""

    route: str = Field(
        default="GET /{year}", pattern=r"^GET /([A-Za-z0-9._~-]+/)*\{[A-Za-z0-9_]+\}$"
    )
    """Where callers get an item; the parameter is the table's partition key, a text. With one of
    another name, releases have templates that name it."""

    table_arn: Input[TableArn] | None = None
    """A table that exists, with that partition key; one is made when left out."""

    auth: Cognito | Literal["iam", "none"] = "iam"
    """Who may call: users of Cognito, IAM, or, when asked for, anybody."""

    stage_name: str = Field(default="live", pattern=r"^[A-Za-z0-9_-]{1,128}$")
    """First part of the path in the URL."""

    rate_limit: int = Field(default=100, ge=1)
    """Requests a second, on average, over all callers and both releases."""

    burst_limit: int = Field(default=200, ge=1)
    """Requests at one time."""

    @model_validator(mode="after")
    def _names_its_releases(self) -> Self:
        for field, label in (("stable", self.stable), ("candidate", self.candidate)):
            if label is not None and label not in self.releases:
                known = ", ".join(self.releases)
                raise ValueError(f"{field}, the label of a release: one of {known}")
        if self.candidate == self.stable:
            raise ValueError("candidate, a release other than the stable one, or none")
        return self

    @model_validator(mode="after")
    def _overrides_take_nothing_away(self) -> Self:
        if self.candidate is None:
            return self
        lost = set(self.releases[self.stable].variables) - set(
            self.releases[self.candidate].variables
        )
        if lost:
            raise ValueError(
                f"variables of {self.candidate} that name {', '.join(sorted(lost))}, too: an"
                " override can change a stage variable and not remove it"
            )
        return self

    @property
    def newest(self) -> Release:
        """The release that the API's definition is."""
        return self.releases[self.candidate or self.stable]


class CanaryApi(Architecture):
    """A REST API that reads items of a table, with two releases side by side.

    Outputs (all Output[str]): `url`: where callers begin; `api_id`, `stage_name`: what
    `python -m tools.canary` takes; `table_name`; `rollback_alarm`: name of the alarm on the
    candidate, empty without one.
    Source: sheet 58; API Gateway developer guide, "Canary release deployment".
    """

    url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    stage_name: pulumi.Output[str]
    table_name: pulumi.Output[str]
    rollback_alarm: pulumi.Output[str]

    def __init__(
        self, name: str, args: CanaryApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        self.table: Table | None = None
        if args.table_arn is None:
            key = Key(name=args.route.rpartition("{")[2].rstrip("}"))
            self.table = Table(f"{name}-items", TableArgs(partition_key=key), self.own)
            arn, self.table_name = self.table.arn, self.table.table_name
        else:
            arn = pulumi.Output.from_input(args.table_arn)
            self.table_name = arn.apply(last_part)
        self.role, item = route(
            f"{name}-item",
            self._call(args, arn),
            self.context.region or arn.apply(lambda found: found.split(":")[3]),
            self.context.partition,
            {},
            self.own,
        )
        candidate = args.releases[args.candidate] if args.candidate else None
        self.api = RestApi(
            name,
            RestApiArgs(
                routes=(item,),
                auth=args.auth,
                variables={"table_name": self.table_name, **args.releases[args.stable].variables},
                releases=Releases(
                    stable=args.stable,
                    candidate=args.candidate,
                    percent=args.percent,
                    variables=candidate.variables if candidate else {},
                ),
                stage_name=args.stage_name,
                rate_limit=args.rate_limit,
                burst_limit=args.burst_limit,
            ),
            self.own,
        )
        self.errors = alarm(
            f"{name}-errors",
            self.context,
            self.own,
            metric="5XXError",
            namespace="AWS/ApiGateway",
            dimensions={"ApiName": self.api.api.name},
            description=f"Requests to {name} fail: `canary` in its access log says of which"
            " release.",
        )
        self.metrics: dict[str, aws.cloudwatch.LogMetricFilter] = {}
        self.roll_back = self._roll_back(name, args) if args.candidate else None
        self.url, self.api_id = self.api.url, self.api.api_id
        self.stage_name = self.api.stage.stage_name
        self.rollback_alarm = (
            self.roll_back.name if self.roll_back else pulumi.Output.from_input("")
        )
        self.finish()

    def _call(self, args: CanaryApiArgs, arn: pulumi.Output[str]) -> Call:
        parameter = args.route.rpartition("{")[2].rstrip("}")
        return Call(
            "item",
            args.route,
            "dynamodb:action/GetItem",
            args.newest.request_file,
            Grant(("dynamodb:GetItem",), (arn,), (self.table.table.urn,) if self.table else ()),
            "200",
            args.newest.found_file,
            # A 400 of DynamoDB is the release's own fault, never the caller's.
            refused=f"{HERE}/failed.vtl",
            expects={f"method.request.path.{parameter}": True},
        )

    def _roll_back(self, name: str, args: CanaryApiArgs) -> aws.cloudwatch.MetricAlarm:
        """The alarm on the candidate's own metrics, which come from the access log: that the log
        tells the canary's requests apart is documented, of CloudWatch's dimensions it is not."""
        wanted = {
            "requests": '{ $.canary = "true" }',
            "errors": '{ ($.canary = "true") && ($.status = "5*") }',
        }
        queries: list[dict[str, Any]] = []
        for key, pattern in wanted.items():
            # The API's id keeps environments of one account apart.
            metric = pulumi.Output.concat(self.api.api_id, f"-{args.stage_name}-canary-{key}")
            self.metrics[key] = aws.cloudwatch.LogMetricFilter(
                f"{name}-canary-{key}",
                log_group_name=self.api.log_group.name,
                pattern=pattern,
                metric_transformation={"namespace": NAMESPACE, "name": metric, "value": "1"},
                opts=self.own,
            )
            told = {"namespace": NAMESPACE, "metric_name": metric, "stat": "Sum", "period": 300}
            queries.append({"id": key, "metric": told})
        queries.append(
            {
                "id": "share",
                "expression": "100 * FILL(errors, 0) / requests",
                "label": "5xx of the candidate, percent",
                "return_data": True,
            }
        )
        topic = self.context.alarm_topic_arn
        return aws.cloudwatch.MetricAlarm(
            f"{name}-roll-back-alarm",
            alarm_description=f"The candidate of {name} fails: roll back (`candidate` out of its"
            " settings, or python -m tools.canary rollback).",
            metric_queries=queries,  # pyright: ignore[reportArgumentType]
            comparison_operator="GreaterThanThreshold",
            threshold=args.max_error_percent,
            evaluation_periods=1,
            # No data: the candidate has answered nothing, which is no proof that it works.
            treat_missing_data="missing",
            alarm_actions=None if topic is None else [topic],
            opts=self.own,
        )
