"""The state machine behind an API: its settings, and the sample that keeps orders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

import pulumi
from pydantic import Field, model_validator

from components.apis.storage_first.call import Call, Taken
from components.architecture import Component
from components.args import Args, Input, Model
from components.foundation.grant import Grant
from components.foundation.routes import Route
from components.foundation.state_machine import StateMachine, StateMachineArgs, executions_of
from components.foundation.table import Key, Table, TableArgs

MachineArn = Annotated[
    str, Field(pattern=r"^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:.+$")
]


class WorkflowStore(Model):
    """Step Functions: the state of each request is kept for the life of its execution."""

    route: Route = "POST /executions"
    """Where callers start an execution."""

    state_machine_arn: Input[MachineArn] | None = None
    """A state machine that exists (EXPRESS where `wait`); the sample, which keeps orders in a
    table, is made when left out."""

    input: Taken = "$request.body"
    """The execution's input, JSON."""

    execution_name: Taken | None = None
    """Name of the execution, e.g. `$request.header.idempotency-key`: a second start under the same
    name with other input is refused. Callers must then send it."""

    wait: bool = False
    """Whether the answer waits for the result (EXPRESS, up to 30 s) and holds it. Step Functions
    answers 200 for a failed execution, too: callers must read `status`."""

    stop: Route | None = None
    """Where callers stop an execution by the query parameter `executionArn` (STANDARD)."""

    @model_validator(mode="after")
    def _express_cannot_be_stopped(self) -> Self:
        if self.wait and self.stop:
            raise ValueError("no stop where wait is set: executions of EXPRESS cannot be stopped")
        return self

    def routes(self) -> Iterator[tuple[str, str]]:
        yield "route", self.route
        if self.stop is not None:
            yield "stop", self.stop


class WorkflowBehind(Component):
    """Step Functions. `arn`. Children: `table`, `machine`."""

    def __init__(self, name: str, args: WorkflowStore, opts: pulumi.ResourceOptions) -> None:
        super().__init__("palisade:foundation:WorkflowBehind", name, Args(), opts)
        self.args = args
        self.table: Table | None = None
        self.machine: StateMachine | None = None
        if args.state_machine_arn is None:
            self.table = Table(name, TableArgs(partition_key=Key(name="id")), self.own)
            self.machine = StateMachine(
                name,
                StateMachineArgs(
                    definition_file="handlers/apis/storage_first/keep.asl.json",
                    values={"table": self.table.table_name},
                    type="EXPRESS" if args.wait else "STANDARD",
                    grants=(self.table.allow("dynamodb:PutItem"),),
                ),
                self.own,
            )
            self.arn = self.machine.arn
        else:
            self.arn = pulumi.Output.from_input(args.state_machine_arn)
        self.register_outputs({})

    def calls(self) -> Iterator[Call]:
        args = self.args
        nodes = (self.machine.machine.urn,) if self.machine else ()
        parameters: dict[str, pulumi.Input[str]] = {
            "StateMachineArn": self.arn,
            "Input": args.input,
        }
        if args.execution_name:
            parameters["Name"] = args.execution_name
        action = "StartSyncExecution" if args.wait else "StartExecution"
        grant = Grant((f"states:{action}",), (self.arn,), nodes)
        yield Call("start", args.route, f"StepFunctions-{action}", parameters, grant)
        if args.stop:
            executions = self.arn.apply(executions_of)
            grant = Grant(("states:StopExecution",), (executions,), nodes, (":*",))
            stop: dict[str, pulumi.Input[str]] = {
                "ExecutionArn": "$request.querystring.executionArn"
            }
            yield Call("stop", args.stop, "StepFunctions-StopExecution", stop, grant)
