"""What stands behind the routes: each made or taken by ARN, and the calls that reach it."""

from __future__ import annotations

from collections.abc import Iterator

import pulumi

from components.apis.direct_integration.call import FORM, HERE, Call
from components.apis.direct_integration.settings import (
    BucketRoutes,
    QueueRoute,
    TableRoutes,
    TopicRoute,
    WorkflowRoute,
)
from components.errors import ConfigError, Problem
from components.foundation.alarm import messages_waiting
from components.foundation.arns import last_part, region_of
from components.foundation.bucket import Bucket, BucketArgs
from components.foundation.bus import Bus, BusArgs
from components.foundation.grant import Grant
from components.foundation.queue import Queue, QueueArgs
from components.foundation.state_machine import StateMachine, StateMachineArgs
from components.foundation.table import Key, Table, TableArgs
from components.foundation.topic import Topic, TopicArgs

ID = {"method.request.path.id": True}


class Behind:
    """One service behind the API: its ARN, stage variables and calls."""

    arn: pulumi.Output[str]

    def variables(self) -> dict[str, pulumi.Input[str]]:
        """Stage variables that its templates read."""
        return {}

    def calls(self) -> Iterator[Call]:
        """Its routes."""
        raise NotImplementedError

    def region(self) -> pulumi.Output[str]:
        """The Region it is in."""
        return self.arn.apply(region_of)


class TableBehind(Behind):
    """DynamoDB. `table` is None where it existed."""

    def __init__(self, name: str, args: TableRoutes, opts: pulumi.ResourceOptions) -> None:
        self.args = args
        self.table: Table | None = None
        if args.table_arn is None:
            self.table = Table(name, TableArgs(partition_key=Key(name="id")), opts)
            self.arn, self.table_name = self.table.arn, self.table.table_name
        else:
            self.arn = pulumi.Output.from_input(args.table_arn)
            self.table_name = self.arn.apply(last_part)

    def variables(self) -> dict[str, pulumi.Input[str]]:
        return {"table_name": self.table_name}

    def calls(self) -> Iterator[Call]:
        args = self.args
        yield Call(
            "order",
            args.route,
            "dynamodb:action/PutItem",
            args.template_file,
            self._may("dynamodb:PutItem"),
            "201",
            f"{HERE}/stored.vtl",
            model=args.model_file,
        )
        if args.read:
            yield Call(
                "orderread",
                args.read,
                "dynamodb:action/GetItem",
                f"{HERE}/get_order.vtl",
                self._may("dynamodb:GetItem"),
                "200",
                args.found_file,
                expects=ID,
            )

    def _may(self, action: str) -> Grant:
        return Grant((action,), (self.arn,), (self.table.table.urn,) if self.table else ())


class QueueBehind(Behind):
    """SQS. `queue` and `alarm` are None where it existed."""

    def __init__(self, name: str, args: QueueRoute, opts: pulumi.ResourceOptions) -> None:
        self.args = args
        self.queue = Queue(name, QueueArgs(), opts) if args.queue_arn is None else None
        self.arn = self.queue.arn if self.queue else pulumi.Output.from_input(args.queue_arn or "")
        failed = self.queue.dead_letters if self.queue else None
        self.alarm = (
            messages_waiting(f"{name}-failed", failed.queue, failed.context, opts)
            if failed
            else None
        )

    def calls(self) -> Iterator[Call]:
        path = self.arn.apply(lambda arn: f"sqs:path/{arn.split(':')[4]}/{last_part(arn)}")
        if self.queue and self.queue.context.account:
            # The same, but known at preview.
            account = self.queue.context.account
            path = pulumi.Output.concat(f"sqs:path/{account}/", self.queue.queue.name)
        nodes = (self.queue.queue.urn,) if self.queue else ()
        yield Call(
            "message",
            self.args.route,
            path,
            f"{HERE}/send_message.vtl",
            Grant(("sqs:SendMessage",), (self.arn,), nodes),
            "202",
            f"{HERE}/message_sent.vtl",
            model=self.args.model_file,
            parameters=FORM,
        )


class TopicBehind(Behind):
    """SNS. `topic` is None where it existed."""

    def __init__(self, name: str, args: TopicRoute, opts: pulumi.ResourceOptions) -> None:
        self.args = args
        self.topic = Topic(name, TopicArgs(), opts) if args.topic_arn is None else None
        self.arn = self.topic.arn if self.topic else pulumi.Output.from_input(args.topic_arn or "")

    def variables(self) -> dict[str, pulumi.Input[str]]:
        return {"topic_arn": self.arn}

    def calls(self) -> Iterator[Call]:
        nodes = (self.topic.topic.urn,) if self.topic else ()
        yield Call(
            "notice",
            self.args.route,
            "sns:path//",
            f"{HERE}/publish.vtl",
            Grant(("sns:Publish",), (self.arn,), nodes),
            "202",
            f"{HERE}/published.vtl",
            model=self.args.model_file,
            parameters=FORM,
        )


class BucketBehind(Behind):
    """S3. `bucket` is None where it existed."""

    def __init__(self, name: str, args: BucketRoutes, opts: pulumi.ResourceOptions) -> None:
        self.args = args
        self.bucket = Bucket(name, BucketArgs(), opts) if args.bucket_arn is None else None
        if self.bucket:
            # Not its id, which is the same, but known at preview.
            self.arn, self.bucket_name = self.bucket.arn, self.bucket.bucket.bucket
        else:
            self.arn = pulumi.Output.from_input(args.bucket_arn or "")
            self.bucket_name = self.arn.apply(last_part)

    def calls(self) -> Iterator[Call]:
        args = self.args
        # The key is never the caller's: the request's own id, or (GET) an id of that form.
        path = pulumi.Output.concat("s3:path/", self.bucket_name, f"/{args.prefix}/{{id}}")
        key = {"integration.request.path.id": "context.requestId"}
        stored_as = {"integration.request.header.Content-Type": "'application/json'"}
        yield Call(
            "document",
            args.route,
            path,
            f"{HERE}/put_document.vtl",
            self._may("s3:PutObject"),
            "201",
            f"{HERE}/stored.vtl",
            refused=f"{HERE}/refused_as_text.vtl",
            model=args.model_file,
            http_method="PUT",
            parameters=key | stored_as,
        )
        if args.read:
            yield Call(
                "documentread",
                args.read,
                path,
                f"{HERE}/get_document.vtl",
                self._may("s3:GetObject"),
                "200",
                None,
                refused=f"{HERE}/refused_as_text.vtl",
                missing=f"{HERE}/not_found.vtl",
                http_method="GET",
                parameters=key,
                expects=ID,
            )

    def region(self) -> pulumi.Output[str]:
        if self.bucket is None:
            found, wanted = "a bucket outside an Environment", "a Region: its ARN names none"
            raise ConfigError([Problem("bucket_arn", found, wanted, "use an Environment")])
        return self.bucket.bucket.region

    def _may(self, action: str) -> Grant:
        nodes = (self.bucket.bucket.urn,) if self.bucket else ()
        return Grant((action,), (self.arn,), nodes, (f"/{self.args.prefix}/*",))


class WorkflowBehind(Behind):
    """Step Functions. `accounts`, `bus` and `machine` are None where the machine existed."""

    def __init__(self, name: str, args: WorkflowRoute, opts: pulumi.ResourceOptions) -> None:
        self.args = args
        self.accounts: Table | None = None
        self.bus: Bus | None = None
        self.machine: StateMachine | None = None
        if args.state_machine_arn is None:
            self.accounts = Table(name, TableArgs(partition_key=Key(name="email")), opts)
            self.bus = Bus(name, BusArgs(), opts)
            self.machine = StateMachine(
                name,
                StateMachineArgs(
                    definition_file=f"{HERE}/open_account.asl.json",
                    values={"table": self.accounts.table_name, "bus": self.bus.bus_name},
                    type="EXPRESS" if args.wait else "STANDARD",
                    grants=(
                        self.accounts.allow("dynamodb:PutItem", "dynamodb:DeleteItem"),
                        self.bus.put("accounts", ["AccountOpened"]),
                    ),
                ),
                opts,
            )
            self.arn = self.machine.arn
        else:
            self.arn = pulumi.Output.from_input(args.state_machine_arn)

    def variables(self) -> dict[str, pulumi.Input[str]]:
        return {"state_machine_arn": self.arn}

    def calls(self) -> Iterator[Call]:
        wait = self.args.wait
        action = "StartSyncExecution" if wait else "StartExecution"
        nodes = (self.machine.machine.urn,) if self.machine else ()
        yield Call(
            "execution",
            self.args.route,
            f"states:action/{action}",
            f"{HERE}/start.vtl",
            Grant((f"states:{action}",), (self.arn,), nodes),
            "200" if wait else "202",
            f"{HERE}/finished.vtl" if wait else f"{HERE}/stored.vtl",
            model=self.args.model_file,
        )
