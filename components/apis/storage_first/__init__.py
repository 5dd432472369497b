"""Requests are stored before any code runs, so that no failure of code loses one.

caller --> HTTP API --+-- SendMessage ----> queue ----> consumer --> table of what was done
                      |                       +-- after 5 deliveries --> dead-letter queue
                      +-- PutEvents ------> bus --> rule --> consumer
                      +-- PutRecord ------> stream --> consumer
                      +-- StartExecution -> state machine
                      +-- GetConfiguration -> AppConfig (stores nothing)
No function stands between the API and the store; each integration has its own role.
"""

from __future__ import annotations

import pulumi

from components.apis.storage_first.bus import BusBehind
from components.apis.storage_first.call import backend
from components.apis.storage_first.configuration import ConfigurationBehind
from components.apis.storage_first.queue import QueueBehind
from components.apis.storage_first.settings import StorageFirstArgs
from components.apis.storage_first.stream import StreamBehind
from components.apis.storage_first.workflow import WorkflowBehind
from components.architecture import Architecture
from components.foundation.api_alarm import server_errors
from components.foundation.http_api import HttpApi, HttpApiArgs, HttpRoute
from components.foundation.role import Role


class StorageFirstApi(Architecture):
    """An HTTP API whose routes are actions of the services that store.

    Outputs (all Output[str]; those of stores that are not there are empty): `url`: where callers
    begin; `api_id`: the API's id; `log_group_name`: the access log; `queue_url`, `queue_arn`,
    `bus_name`, `stream_arn`, `state_machine_arn`: where the requests are; `dead_letter_url`,
    `dead_letter_arn`: the queue of messages that were set aside.
    Source: sheet 60; API Gateway developer guide, "Working with AWS service integrations".
    """

    url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    queue_url: pulumi.Output[str]
    queue_arn: pulumi.Output[str]
    dead_letter_url: pulumi.Output[str]
    dead_letter_arn: pulumi.Output[str]
    bus_name: pulumi.Output[str]
    stream_arn: pulumi.Output[str]
    state_machine_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: StorageFirstArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        self.queue = QueueBehind(f"{name}-queue", args.queue, self.own) if args.queue else None
        self.bus = BusBehind(f"{name}-bus", args.bus, self.own) if args.bus else None
        self.stream = StreamBehind(f"{name}-stream", args.stream, self.own) if args.stream else None
        self.workflow = (
            WorkflowBehind(f"{name}-workflow", args.workflow, self.own) if args.workflow else None
        )
        self.configuration = (
            ConfigurationBehind(f"{name}-configuration", args.configuration, self.own)
            if args.configuration
            else None
        )
        self.roles: dict[str, Role] = {}
        self.api = HttpApi(
            name,
            HttpApiArgs(
                routes=tuple(self._routes(name)),
                auth=args.auth,
                cors=args.cors,
                rate_limit=args.rate_limit,
                burst_limit=args.burst_limit,
            ),
            self.own,
        )
        lost = f"Requests to {name} are not stored: see integrationError in its access log."
        self.errors = server_errors(name, self.api, self.own, lost)
        self.url, self.api_id = self.api.url, self.api.api_id
        self.log_group_name = self.api.log_group.name
        nothing = pulumi.Output.from_input("")
        self.queue_url = self.queue.url if self.queue else nothing
        self.queue_arn = self.queue.arn if self.queue else nothing
        made = self.queue.queue if self.queue else None
        failed = made.dead_letters if made else None
        self.dead_letter_url = failed.url if failed else nothing
        self.dead_letter_arn = failed.arn if failed else nothing
        self.bus_name = self.bus.bus_name if self.bus else nothing
        self.stream_arn = self.stream.arn if self.stream else nothing
        self.state_machine_arn = self.workflow.arn if self.workflow else nothing
        self.finish()

    def _routes(self, name: str) -> list[HttpRoute]:
        routes = []
        for store in (self.queue, self.bus, self.stream, self.workflow, self.configuration):
            for call in store.calls() if store else ():
                role, behind = backend(f"{name}-{call.name}", call, self.own)
                self.roles[call.name] = role
                routes.append(HttpRoute(call.route, behind))
        return routes
