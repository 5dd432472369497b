"""Units that a program repeats to reach a size: made of our blocks, or one whole architecture."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pulumi

from components.apis.cors import CorsApi, CorsApiArgs
from components.architecture import Component
from components.args import Args
from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs
from components.foundation.queue import Queue, QueueArgs
from components.foundation.table import Key, Table, TableArgs
from components.settings import Context

HANDLER = "handlers.apis.cors.http.handler"

Unit = Callable[[str, pulumi.ResourceOptions], None]


class Root(Component):
    """Gives what lies under it an environment, as the Environment component does."""

    def __init__(self) -> None:
        super().__init__("benchmarks:index:Root", "root", Args(), None)
        self.context = Context(environment="dev", account="123456789012", region="eu-west-1")
        self.register_outputs({})


def worker(name: str, opts: pulumi.ResourceOptions) -> None:
    """A queue that starts a function that writes to a table."""
    jobs = Queue(f"{name}-jobs", QueueArgs(visibility_timeout_seconds=60), opts)
    items = Table(f"{name}-items", TableArgs(partition_key=Key(name="id")), opts)
    Function(
        f"{name}-worker",
        FunctionArgs(
            handler=HANDLER,
            environment={"TABLE_NAME": items.table_name},
            grants=(items.write(),),
            sources=(jobs.source(),),
        ),
        opts,
    )


def site(name: str, opts: pulumi.ResourceOptions) -> None:
    """The architecture apis/cors, with one function behind two routes."""
    args = {
        "cors": {"origins": ["https://app.example.com"]},
        "functions": {"hello": {"handler": HANDLER, "routes": ["GET /hello", "POST /hello"]}},
    }
    CorsApi(name, CorsApiArgs.model_validate(args), opts)


UNITS: Mapping[str, Unit] = {"worker": worker, "site": site}


def build(unit: str, count: int) -> None:
    """`count` units under one root: the whole program."""
    opts = pulumi.ResourceOptions(parent=Root())
    for index in range(count):
        UNITS[unit](f"unit{index}", opts)
