"""Settings of `apis/direct-integration`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from components.apis.direct_integration.call import HERE, ItemRoute
from components.args import Args, Input, Model
from components.foundation.cors import Cors
from components.foundation.rest_settings import Cognito
from components.foundation.routes import Route, fit_together

_START = r"^arn:aws[a-z-]*:"
TableArn = Annotated[str, Field(pattern=_START + r"dynamodb:[^:]+:\d{12}:table/.+$")]
QueueArn = Annotated[str, Field(pattern=_START + r"sqs:[^:]+:\d{12}:[^:]+$")]
TopicArn = Annotated[str, Field(pattern=_START + r"sns:[^:]+:\d{12}:[^:]+$")]
BucketArn = Annotated[str, Field(pattern=_START + r"s3:::[^/]+$")]
MachineArn = Annotated[str, Field(pattern=_START + r"states:[^:]+:\d{12}:stateMachine:.+$")]


class TableRoutes(Model):
    """DynamoDB: one item a request, its id made by API Gateway."""

    route: Route = "POST /orders"
    """Where callers put an item."""

    read: ItemRoute | None = "GET /orders/{id}"
    """Where callers get an item by its id."""

    table_arn: Input[TableArn] | None = None
    """A table that exists, with the partition key `id`; one is made when left out."""

    template_file: str = f"{HERE}/put_order.vtl"
    """Request template of the PutItem, a path below the repository. `$stageVariables.table_name` is
    the table."""

    found_file: str = f"{HERE}/order_found.vtl"
    """Answer's template for an item that was found."""

    model_file: str = f"{HERE}/order.json"
    """JSON schema of the body."""

    def routes(self) -> Iterator[tuple[str, str]]:
        yield "route", self.route
        if self.read:
            yield "read", self.read


class QueueRoute(Model):
    """SQS: the body, to the byte, becomes a message."""

    route: Route = "POST /messages"
    """Where callers send."""

    queue_arn: Input[QueueArn] | None = None
    """A standard queue that exists; one is made, with a dead-letter queue, when left out."""

    model_file: str = f"{HERE}/message.json"
    """JSON schema of the body."""

    def routes(self) -> Iterator[tuple[str, str]]:
        yield "route", self.route


class TopicRoute(Model):
    """SNS: the body, to the byte, is published."""

    route: Route = "POST /notices"
    """Where callers publish."""

    topic_arn: Input[TopicArn] | None = None
    """A standard topic that exists; one is made when left out."""

    model_file: str = f"{HERE}/message.json"
    """JSON schema of the body."""

    def routes(self) -> Iterator[tuple[str, str]]:
        yield "route", self.route


class BucketRoutes(Model):
    """S3: the body, to the byte, becomes an object under a key that API Gateway makes."""

    route: Route = "POST /documents"
    """Where callers store a JSON document."""

    read: ItemRoute | None = "GET /documents/{id}"
    """Where callers get a document by its id. Only ids that API Gateway could have made are passed
    on: no key of another prefix can be reached."""

    bucket_arn: Input[BucketArn] | None = None
    """A bucket that exists; one is made when left out."""

    prefix: str = Field(default="documents", pattern=r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$")
    """Where in the bucket documents are; the API may reach nothing else."""

    model_file: str = f"{HERE}/message.json"
    """JSON schema of the body."""

    def routes(self) -> Iterator[tuple[str, str]]:
        yield "route", self.route
        if self.read:
            yield "read", self.read


class WorkflowRoute(Model):
    """Step Functions: an execution a request, its name the request's id."""

    route: Route = "POST /accounts"
    """Where callers start an execution. Its input is `{"requestId": …, "body": …}`."""

    wait: bool = True
    """Whether the answer waits for the result: an EXPRESS machine, up to 29 s. Executions that fail
    with an error that begins with `Request.` are answered 400 with error and cause, others 502
    without. Else the answer is 202 at once."""

    state_machine_arn: Input[MachineArn] | None = None
    """A state machine that exists (EXPRESS where `wait`); the sample, which opens accounts in a
    table and tells a bus, is made when left out."""

    model_file: str = f"{HERE}/account.json"
    """JSON schema of the body."""

    def routes(self) -> Iterator[tuple[str, str]]:
        yield "route", self.route


class DirectIntegrationArgs(Args):
    """Settings of `apis/direct-integration`: at least one service, each with its routes."""

    table: TableRoutes | None = None
    """DynamoDB: `PutItem` and `GetItem`."""

    queue: QueueRoute | None = None
    """SQS: `SendMessage`."""

    topic: TopicRoute | None = None
    """SNS: `Publish`."""

    bucket: BucketRoutes | None = None
    """S3: `PutObject` and `GetObject`."""

    workflow: WorkflowRoute | None = None
    """Step Functions: `StartSyncExecution` or `StartExecution`."""

    auth: Cognito | Literal["iam", "none"] = "iam"
    """Who may call: users of Cognito, IAM, or anybody."""

    api_key: bool = False
    """Whether callers also send a key of a usage plan in `x-api-key`."""

    cors: Cors | None = None
    """Which web pages may call; one origin, because a static header holds one."""

    rate_limit: int = Field(default=100, ge=1)
    """Requests a second, on average, over all callers."""

    burst_limit: int = Field(default=200, ge=1)
    """Requests at one time."""

    @model_validator(mode="after")
    def _has_a_service(self) -> Self:
        services = list(self.services())
        if not services:
            raise ValueError("a service: table, queue, topic, bucket or workflow")
        fit_together(
            (f"{name}.{what}", key) for name, service in services for what, key in service.routes()
        )
        return self

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if self.cors and len(self.cors.origins) > 1:
            raise ValueError("one origin; an API for several is apis/cors or apis/storage-first")
        return self

    def services(self) -> Iterator[tuple[str, Any]]:
        for name in ("table", "queue", "topic", "bucket", "workflow"):
            if (service := getattr(self, name)) is not None:
                yield name, service
