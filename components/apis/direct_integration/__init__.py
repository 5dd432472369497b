"""A REST API that calls AWS services itself: no function that only carries data.

caller --> method: authorizer, model, validator
             |  request template
             +--> DynamoDB PutItem, GetItem         each integration with its own role,
             +--> SQS SendMessage                   which may do this one action
             +--> SNS Publish                       on this one resource
             +--> S3 PutObject, GetObject
             +--> Step Functions --> table, bus
             |  answer templates
answer <-- 2xx; 400, 409, 503 from the service's error; 502 for everything else
"""

from __future__ import annotations

import pulumi

from components.apis.direct_integration.call import Call, model, route
from components.apis.direct_integration.services import (
    Behind,
    BucketBehind,
    QueueBehind,
    TableBehind,
    TopicBehind,
    WorkflowBehind,
)
from components.apis.direct_integration.settings import DirectIntegrationArgs
from components.architecture import Architecture
from components.foundation.api_alarm import server_errors
from components.foundation.rest_api import RestApi
from components.foundation.rest_settings import RestApiArgs, RestRoute
from components.foundation.role import Role


class DirectIntegrationApi(Architecture):
    """A REST API in front of DynamoDB, SQS, SNS, S3 and Step Functions.

    Outputs (all Output[str]; those of services that are not there are empty): `url`: where callers
    begin; `api_id`: the API's id; `api_name`: ApiName of the API's metrics; `log_group_name`: the
    access log; `api_key_id`: id of the key that callers send;
    `table_name`, `queue_arn`, `topic_arn`, `bucket_name`, `state_machine_arn`, `bus_name`: what the
    API writes to.
    Source: sheet 69; API Gateway developer guide, "AWS integrations" and "Data transformations".
    """

    url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    api_name: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    api_key_id: pulumi.Output[str]
    table_name: pulumi.Output[str]
    queue_arn: pulumi.Output[str]
    topic_arn: pulumi.Output[str]
    bucket_name: pulumi.Output[str]
    state_machine_arn: pulumi.Output[str]
    bus_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: DirectIntegrationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        own = self.own
        self.table = TableBehind(f"{name}-orders", args.table, own) if args.table else None
        self.queue = QueueBehind(f"{name}-messages", args.queue, own) if args.queue else None
        self.topic = TopicBehind(f"{name}-notices", args.topic, own) if args.topic else None
        self.bucket = BucketBehind(f"{name}-documents", args.bucket, own) if args.bucket else None
        self.workflow = (
            WorkflowBehind(f"{name}-accounts", args.workflow, own) if args.workflow else None
        )
        services = (self.table, self.queue, self.topic, self.bucket, self.workflow)
        self.roles: dict[str, Role] = {}
        behind: list[Behind] = [service for service in services if service]
        calls = [(call, service) for service in behind for call in service.calls()]
        self.api = RestApi(
            name,
            RestApiArgs(
                routes=tuple(self._route(name, args, call, service) for call, service in calls),
                auth=args.auth,
                api_key=args.api_key,
                cors=args.cors,
                models={call.name: model(call.model) for call, _ in calls if call.model},
                variables={k: v for service in behind for k, v in service.variables().items()},
                rate_limit=args.rate_limit,
                burst_limit=args.burst_limit,
            ),
            own,
        )
        failing = f"Requests to {name} fail: see integrationError in its access log."
        self.errors = server_errors(name, self.api, own, failing)
        nothing = pulumi.Output.from_input("")
        self.url, self.api_id = self.api.url, self.api.api_id
        self.api_name, self.log_group_name = self.api.api.name, self.api.log_group.name
        self.api_key_id = self.api.key.id if self.api.key else nothing
        self.table_name = self.table.table_name if self.table else nothing
        self.queue_arn = self.queue.arn if self.queue else nothing
        self.topic_arn = self.topic.arn if self.topic else nothing
        self.bucket_name = self.bucket.bucket_name if self.bucket else nothing
        self.state_machine_arn = self.workflow.arn if self.workflow else nothing
        bus = self.workflow.bus if self.workflow else None
        self.bus_name = bus.bus_name if bus else nothing
        self.finish()

    def _route(
        self, name: str, args: DirectIntegrationArgs, call: Call, service: Behind
    ) -> RestRoute:
        # Outside an Environment only what stands behind knows the Region.
        region = self.context.region or service.region()
        role, found = route(
            f"{name}-{call.name}", call, region, self.context.partition, _headers(args), self.own
        )
        self.roles[call.name] = role
        return found


def _headers(args: DirectIntegrationArgs) -> dict[str, str]:
    """Headers of every answer, static values as API Gateway writes them."""
    if args.cors is None:
        return {}
    headers = {"Access-Control-Allow-Origin": f"'{args.cors.origins[0]}'"}
    if args.cors.credentials:
        headers["Access-Control-Allow-Credentials"] = "'true'"
    if args.cors.expose_headers:
        headers["Access-Control-Expose-Headers"] = f"'{','.join(args.cors.expose_headers)}'"
    return headers
