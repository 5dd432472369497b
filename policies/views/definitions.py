"""What the definition of a state machine says: its states, and the calls that its tasks make."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.sfn import StateMachine

_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "lambda:invoke": ("lambda:InvokeFunction",),
    "sqs:sendmessage": ("sqs:SendMessage",),
    "sns:publish": ("sns:Publish",),
    "events:putevents": ("events:PutEvents",),
    "dynamodb:getitem": ("dynamodb:GetItem",),
    "dynamodb:putitem": ("dynamodb:PutItem",),
    "dynamodb:updateitem": ("dynamodb:UpdateItem",),
    "dynamodb:deleteitem": ("dynamodb:DeleteItem",),
    "states:startexecution": ("states:StartExecution",),
    "states:startsyncexecution": ("states:StartSyncExecution",),
    "sfn:startexecution": ("states:StartExecution",),
    "kinesis:putrecord": ("kinesis:PutRecord",),
    "firehose:putrecord": ("firehose:PutRecord",),
    "s3:getobject": ("s3:GetObject",),
    "s3:putobject": ("s3:PutObject",),
    "s3:listobjectsv2": ("s3:ListBucket",),
    "ssm:getparameter": ("ssm:GetParameter",),
    "secretsmanager:getsecretvalue": ("secretsmanager:GetSecretValue",),
    "http:invoke": ("states:InvokeHTTPEndpoint",),
    "ecs:runtask": ("ecs:RunTask",),
    "glue:startjobrun": ("glue:StartJobRun",),
    "batch:submitjob": ("batch:SubmitJob",),
    "athena:startqueryexecution": ("athena:StartQueryExecution",),
    "bedrock:invokemodel": ("bedrock:InvokeModel",),
}
"""`service:call` of a task, in small letters and without `aws-sdk:` → what it needs. Of a call
that is not here nobody says what it needs."""


@dataclass(frozen=True)
class State:
    """One state, wherever it is nested."""

    name: str
    body: Mapping[str, Any]

    @property
    def is_task(self) -> bool:
        return self.body.get("Type") == "Task"

    @property
    def resource(self) -> str:
        """What a task calls; empty where that is not known."""
        value = self.body.get("Resource")
        return value if isinstance(value, str) else ""

    @property
    def call(self) -> str:
        """`sqs:sendmessage`; `lambda:invoke` for a function's own ARN; empty for no call."""
        if ":lambda:" in self.resource and ":function:" in self.resource:
            return "lambda:invoke"
        last = self.resource.partition(":::")[2].removeprefix("aws-sdk:")
        return last.partition(".")[0].lower()

    @property
    def actions(self) -> tuple[str, ...]:
        """The IAM actions of the call, where they are known here."""
        return _ACTIONS.get(self.call, ())


def definition(machine: StateMachine) -> Mapping[str, Any]:
    """The definition. Raises Undecided where it is not known or is no object."""
    text = machine.peek("definition")
    if text is UNKNOWN and machine.parent is not None:
        # A component may say the definition before the names in it are known.
        text = machine.parent.peek("definition")
        text = UNKNOWN if text is None else text
    if text is UNKNOWN:
        raise Undecided(machine.resource, "definition")
    try:
        found = json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        raise Undecided(machine.resource, "definition", "is not JSON") from None
    if not isinstance(found, Mapping):
        raise Undecided(machine.resource, "definition", "is not an object")
    return found


def levels(found: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(name, body) of each part with states of its own: the whole (""), branches, maps."""
    work: list[tuple[str, Any]] = [("", found)]
    while work:
        name, part = work.pop()
        if not isinstance(part, Mapping) or not isinstance(part.get("States"), Mapping):
            continue
        yield name, part
        for inner, state in part["States"].items():
            if not isinstance(state, Mapping):
                continue
            branches = state.get("Branches")
            listed = branches if isinstance(branches, list) else []
            nested = (*listed, state.get("Iterator"), state.get("ItemProcessor"))
            work.extend((str(inner), part_of) for part_of in nested)


def states(found: Mapping[str, Any]) -> list[State]:
    """Every state, by name."""
    every = [
        State(str(name), body)
        for _, part in levels(found)
        for name, body in part["States"].items()
        if isinstance(body, Mapping)
    ]
    return sorted(every, key=lambda state: state.name)
