"""Step Functions: what the tasks of a state machine start and write to.

Where the definition is known, its tasks say so. Where it is not, or a task chooses its target at
run time, the role says what is allowed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policies.flow import arns
from policies.flow.access import Access
from policies.flow.model import ActsAs, Evidence, Fact, Listens, Place, Unfollowed
from policies.flow.places import Places, PlaceType
from policies.flow.services import addresses
from policies.views.sfn import StateMachine

TYPES = (PlaceType("aws:sfn/stateMachine:StateMachine", "state machine"),)
ACCESS = (
    Access(
        "state machine",
        ("states:StartExecution", "states:StartSyncExecution"),
        "stateMachine:{name}",
    ),
)


@dataclass(frozen=True)
class _Call:
    """One call that a task can make: the parameter that names its target, and of what kind."""

    parameter: str
    kind: str
    verb: str


_CALLS: Mapping[str, _Call] = {
    "lambda:invoke": _Call("FunctionName", "function", "starts"),
    "sqs:sendmessage": _Call("QueueUrl", "queue", "sends to"),
    "sns:publish": _Call("TopicArn", "topic", "publishes to"),
    "states:startexecution": _Call("StateMachineArn", "state machine", "starts"),
    "states:startsyncexecution": _Call("StateMachineArn", "state machine", "starts"),
    "sfn:startexecution": _Call("StateMachineArn", "state machine", "starts"),
    "sfn:startsyncexecution": _Call("StateMachineArn", "state machine", "starts"),
    "dynamodb:putitem": _Call("TableName", "table", "writes to"),
    "dynamodb:updateitem": _Call("TableName", "table", "writes to"),
    "dynamodb:deleteitem": _Call("TableName", "table", "writes to"),
    "kinesis:putrecord": _Call("StreamName", "stream", "writes to"),
    "firehose:putrecord": _Call("DeliveryStreamName", "delivery stream", "writes to"),
    "http:invoke": _Call("ApiEndpoint", "address", "calls"),
}
"""Without regard to case and to `aws-sdk:` in front."""

_BY_ROLE = (
    "dynamodb:batchwriteitem",
    "dynamodb:transactwriteitems",
    "events:putevents",
    "firehose:putrecordbatch",
    "kinesis:putrecords",
    "s3:copyobject",
    "s3:deleteobject",
    "s3:deleteobjects",
    "s3:putobject",
    "sns:publishbatch",
    "sqs:sendmessagebatch",
)
"""Calls of which the role alone says where they lead."""

_HARMLESS = ("get", "list", "describe", "query", "scan", "head", "batchget", "select")


def state_machine(view: StateMachine, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    if own is None:
        return
    definition = view.peek("definition")
    tasks = _tasks(_json(definition))
    chosen_at_run_time = not tasks
    for name, task in tasks:
        resource = task.get("Resource")
        followed = list(_task(own, name, task, view, places)) if isinstance(resource, str) else []
        yield from followed
        if not followed and isinstance(resource, str) and not _is_harmless(resource):
            chosen_at_run_time = True
            if not _may_be_known(resource):
                yield Unfollowed(view.resource, _elsewhere(resource))
    if chosen_at_run_time:
        for role in places.find(view, "roleArn", "role"):
            yield ActsAs(own, role.place, role.certain)


def _json(definition: Any) -> Any:
    if not isinstance(definition, str):
        return definition
    try:
        return json.loads(definition)
    except (ValueError, RecursionError):
        return None


def _tasks(definition: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """(name, state) of each task, also in maps and parallel branches."""
    found: list[tuple[str, Mapping[str, Any]]] = []
    work = [definition]
    while work:
        part = work.pop()
        states = part.get("States") if isinstance(part, Mapping) else None
        for name, state in states.items() if isinstance(states, Mapping) else ():
            if not isinstance(state, Mapping):
                continue
            if state.get("Type") == "Task":
                found.append((str(name), state))
            branches = state.get("Branches")
            work += branches if isinstance(branches, list) else []
            work += [state.get("Iterator"), state.get("ItemProcessor")]
    return sorted(found, key=lambda task: task[0])


def _task(
    own: Place, name: str, task: Mapping[str, Any], view: StateMachine, places: Places
) -> Iterator[Listens]:
    resource = str(task.get("Resource"))
    evidence = Evidence(view.resource, "definition", f"state {name}")
    ref = arns.parse(resource)
    if ref is not None and ref.kind == "function":
        for found in places.named(resource, "function"):
            yield Listens(own, found.place, "starts", evidence, found.certain)
        return
    call = _CALLS.get(_call(resource))
    arguments = task.get("Arguments") or task.get("Parameters")
    value = arguments.get(call.parameter) if call and isinstance(arguments, Mapping) else None
    if call is None or not isinstance(value, str) or value.startswith(("{%", "$")):
        return
    if call.kind == "address":
        method = arguments.get("Method") if isinstance(arguments, Mapping) else None
        known = method if isinstance(method, str) and method.isalpha() else ""
        for called in addresses.written(value, known, places):
            yield called.by(own, call.verb, evidence, _elsewhere(resource))
        return
    for found in places.named(value, call.kind):
        yield Listens(own, found.place, call.verb, evidence, found.certain)


def _call(resource: str) -> str:
    """`arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken` -> `sqs:sendmessage`."""
    last = resource.partition(":::")[2].removeprefix("aws-sdk:")
    return last.partition(".")[0].lower()


def _may_be_known(resource: str) -> bool:
    """Whether the role says where such a task may lead."""
    call = _CALLS.get(_call(resource))
    return _call(resource) in _BY_ROLE if call is None else call.kind != "address"


def _is_harmless(resource: str) -> bool:
    return _call(resource).partition(":")[2].startswith(_HARMLESS)


def _elsewhere(resource: str) -> str:
    return f"task {_call(resource) or 'of unknown kind'} of a state machine"


FACTS = {StateMachine: state_machine}
