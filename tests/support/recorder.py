"""Run components in-process and look at what they registered.

    deployed = deploy(lambda: Queue("jobs", QueueArgs()))
    deployed["jobs"]["messageRetentionSeconds"]

Nothing is asserted inside an `apply`: `deploy` waits for everything and gives plain values, with
the properties' names on the wire. Values are JSON, `Secret` or, at preview, `UNKNOWN`. What AWS
would answer follows from names by the rule in `answers`. A lookup (data source, another stack) that
the test did not announce fails it.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import pulumi
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime import mocks, resource, rpc, settings
from pulumi.runtime.proto import resource_pb2, source_pb2

from components.settings import Context
from policies.decode import ARCHIVE, ASSET, SECRET, SIGNATURE, decode
from policies.values import UNKNOWN, Secret, merged
from policies.view import Resource, Stack

REGION = "eu-west-1"
ACCOUNT = "123456789012"
STACK = "pulumi:pulumi:Stack"
STACK_REFERENCE = "pulumi:pulumi:StackReference"


@dataclass
class Recorded:
    """One registered resource: inputs, what came of it, and how it hangs together."""

    urn: str
    type: str
    name: str
    custom: bool
    inputs: dict[str, Any]
    parent: str = ""
    dependencies: tuple[str, ...] = ()
    property_dependencies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    provider: str = ""
    protect: bool = False
    aliases: tuple[str, ...] = ()
    outputs: dict[str, Any] = field(default_factory=dict)


class Deployed(Mapping[str, dict[str, Any]]):
    """Name -> inputs of the resources (not the components) that a program registered."""

    def __init__(self, resources: Sequence[Recorded], exports: Mapping[str, Any]) -> None:
        self.resources = tuple(resources)
        self.exports = dict(exports)

    def __getitem__(self, name: str) -> dict[str, Any]:
        return self.resource(name).inputs

    def __iter__(self) -> Iterator[str]:
        return iter({found.name: None for found in self.resources if found.custom})

    def __len__(self) -> int:
        return len(list(iter(self)))

    def of(self, type_: str) -> dict[str, dict[str, Any]]:
        """Name -> inputs of one type: a token or its end, e.g. `sqs/queue:Queue`."""
        found = [item for item in self.resources if _is(item, type_)]
        by_name = {item.name: item.inputs for item in found}
        assert len(by_name) == len(found), f"two {type_} of one name"
        return by_name

    def resource(self, name: str, type_: str = "") -> Recorded:
        """The resource of that name; `type_` where several types share it."""
        found = [item for item in self.resources if item.name == name and item.custom]
        return self._one(name, [item for item in found if _is(item, type_)])

    def component(self, name: str, type_: str = "") -> Recorded:
        """The component of that name."""
        found = [item for item in self.resources if item.name == name and not item.custom]
        return self._one(name, [item for item in found if _is(item, type_)])

    def types(self) -> list[str]:
        """Every type token registered, in no fixed order, as often as it was."""
        return [item.type for item in self.resources]

    def _one(self, name: str, found: list[Recorded]) -> Recorded:
        if len(found) == 1:
            return found[0]
        raise KeyError(
            f"{name} is {', '.join(item.type for item in found)}: name the type"
            if found
            else f"no {name} among {', '.join(sorted(item.name for item in self.resources))}"
        )


def deploy(
    build: Callable[[], Any],
    *,
    preview: bool = False,
    stack: str = "test",
    config: Mapping[str, str] | None = None,
    secrets: Mapping[str, str] | None = None,
    stacks: Mapping[str, Mapping[str, Any]] | None = None,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
) -> Deployed:
    """Run `build`, which may be a coroutine function, as a program until all is registered.

    preview: computed values are unknown. config, secrets: the stack's configuration as the engine
    hands it over (objects as JSON text). stacks: outputs of the stacks that may be referred to
    (`Secret` marks secret ones). answers: name -> outputs that replace the rule's.
    """
    monitor = _Monitor(preview, stacks or {}, answers or {})
    exports: dict[str, Any] = {}

    async def program() -> None:
        made = build()
        if inspect.isawaitable(made):
            await made
        root = settings.get_root_resource()
        for name, value in getattr(root, "outputs", {}).items():
            exports[name] = await _plain(pulumi.Output.from_input(value))

    @mocks.test
    def run() -> Any:
        getattr(settings.get_root_resource(), "outputs", {}).clear()
        return program()

    def start() -> None:
        mocks.set_mocks(_NoMocks(), "palisade", stack, preview, monitor=monitor)
        given = {**(config or {}), **(secrets or {})}
        pulumi.runtime.set_all_config(given, list(secrets or {}))
        run()

    # Pulumi sends every frame above a resource along with it: a fifth of a deployment's time.
    with patch.object(resource, "_get_stack_trace", source_pb2.StackTrace):
        _in_a_loop_of_its_own(start)
    return Deployed(list(monitor.recorded.values()), exports)


def _in_a_loop_of_its_own(program: Callable[[], None]) -> None:
    """And so in a thread of its own: outputs that a test makes outside belong to that of pytest."""
    with (
        closing(asyncio.new_event_loop()) as loop,
        ThreadPoolExecutor(1, initializer=asyncio.set_event_loop, initargs=(loop,)) as thread,
    ):
        loop.set_default_executor(_AtOnce())
        thread.submit(program).result()


class _AtOnce(ThreadPoolExecutor):
    """Where Pulumi calls the monitor: no other thread is needed for one that answers at once."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        answer: Future[Any] = Future()
        try:
            answer.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001  whoever asks for the answer gets it
            answer.set_exception(error)
        return answer


def inside(context: Context) -> pulumi.ResourceOptions:
    """Options of a block that lies in an environment with this context."""
    surroundings = pulumi.ComponentResource("test:index:Surroundings", "surroundings")
    surroundings.context = context  # pyright: ignore[reportAttributeAccessIssue]
    return pulumi.ResourceOptions(parent=surroundings)


def policies_view(deployed: Deployed) -> Stack:
    """The same resources as guardrails see them at the end of a run."""
    return Stack(
        [
            Resource(
                urn=item.urn,
                type=item.type,
                name=item.name,
                properties=merged(item.outputs, item.inputs),
                parent=item.parent,
                dependencies=item.dependencies,
                property_dependencies=item.property_dependencies,
            )
            for item in deployed.resources
        ]
    )


HERE = f"{REGION}:{ACCOUNT}"
ARNS = {
    "apigateway/": f"execute-api:{HERE}:",
    "apigatewayv2/": f"execute-api:{HERE}:",
    "cloudwatch/eventBus:": f"events:{HERE}:event-bus/",
    "cloudwatch/eventRule:": f"events:{HERE}:rule/",
    "cloudwatch/logGroup:": f"logs:{HERE}:log-group:",
    "dynamodb/table:": f"dynamodb:{HERE}:table/",
    "iam/role:": f"iam::{ACCOUNT}:role/",
    "lambda/function:": f"lambda:{HERE}:function:",
    "s3/bucket:": "s3:::",
    "kinesis/stream:": f"kinesis:{HERE}:stream/",
    "sfn/stateMachine:": f"states:{HERE}:stateMachine:",
}
"""How ARNs of a type begin; others are `<module>:<region>:<account>:`."""


def answers(type_: str, name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What AWS would say of a new resource, for every type the same: names, ARNs, ids, URLs."""
    kind = type_.partition(":")[2]
    service = kind.partition("/")[0]
    physical = next(
        (inputs[key] for key in ("name", "bucket") if isinstance(inputs.get(key), str)),
        f"{inputs.get('namePrefix', f'{name}-')}0a1b2c3",
    )
    start = next((text for key, text in ARNS.items() if kind.startswith(key)), f"{service}:{HERE}:")
    arn = f"arn:aws:{start}{physical}"
    host = f"{physical}.{service}.{REGION}.example.com"
    found = {
        "arn": arn,
        "name": physical,
        "url": f"https://{host}",
        "apiEndpoint": f"https://{host}",
        "invokeUrl": f"https://{host}/{inputs.get('stageName', '')}",
        "executionArn": arn,
        "invokeArn": f"arn:aws:apigateway:{REGION}:lambda:path/functions/{arn}/invocations",
        "rootResourceId": f"{physical}-root",
        "streamArn": f"{arn}/stream/2026-01-01T00:00:00.000",
    }
    if type_.startswith("aws:appsync/graphQLApi:"):
        found["arn"] = f"arn:aws:appsync:{REGION}:{ACCOUNT}:apis/{name}-id"
        found["uris"] = {
            "GRAPHQL": f"https://{name}host.appsync-api.{REGION}.amazonaws.com/graphql",
            "REALTIME": f"wss://{name}host.appsync-realtime-api.{REGION}.amazonaws.com/graphql",
        }
    if type_.startswith("aws:s3/bucket:"):
        found["id"] = found["bucket"] = physical
        found["region"] = REGION
    if type_.startswith("aws:appconfig/"):
        found |= {"environmentId": f"{name}-id", "configurationProfileId": f"{name}-id"}
        found["versionNumber"] = 1
    return found


class _Monitor(mocks.MockMonitor):
    """The engine's side: takes registrations, answers by the rule."""

    def __init__(
        self,
        preview: bool,
        stacks: Mapping[str, Mapping[str, Any]],
        answers_: Mapping[str, Mapping[str, Any]],
    ) -> None:
        super().__init__(_NoMocks())
        self.recorded: dict[str, Recorded] = {}
        self._preview = preview
        self._stacks = stacks
        self._answers = answers_

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        above = parent.split("::")[2] if parent else ""
        qualified = type_ if above in ("", STACK) else f"{above}${type_}"
        return f"urn:pulumi:{settings.get_stack()}::{settings.get_project()}::{qualified}::{name}"

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  the protocol's name
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        if urn in self.recorded:
            raise AssertionError(f"registered twice: {urn}")
        inputs = {key: decode(value) for key, value in request.object.fields.items()}
        found = self.recorded[urn] = Recorded(
            urn=urn,
            type=request.type,
            name=request.name,
            custom=request.custom,
            inputs=inputs,
            parent=request.parent,
            dependencies=tuple(request.dependencies),
            property_dependencies={
                key: tuple(value.urns) for key, value in request.propertyDependencies.items()
            },
            provider=request.provider,
            protect=request.protect,
            aliases=tuple(alias.urn or alias.spec.name for alias in request.aliases),
        )
        if not request.custom:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        outputs = answers(request.type, request.name, inputs)
        outputs.update(self._answers.get(request.name, {}))
        id_ = outputs.pop("id", f"{request.name}-id")
        if self._preview:
            # The provider gives names at check, so that they are known already.
            known = ("name", "bucket")
            outputs = {key: v if key in known else UNKNOWN for key, v in outputs.items()}
            id_ = ""
        outputs |= {key: inputs[key] for key in outputs if key in inputs}
        found.outputs = {**outputs, "id": id_ or UNKNOWN}
        said = _struct(outputs)
        # As the real provider does: what the program gave is known at preview, too. (Assets are
        # not handed back.)
        for key, value in request.object.fields.items():
            mark = value.struct_value.fields.get(SIGNATURE)
            if mark is None or mark.string_value not in (ASSET, ARCHIVE):
                said.fields[key].CopyFrom(value)
        return resource_pb2.RegisterResourceResponse(urn=urn, id=id_, object=said)

    def RegisterResourceOutputs(self, request: Any) -> Empty:  # noqa: N802
        if request.urn in self.recorded:
            fields = request.outputs.fields.items()
            self.recorded[request.urn].outputs = {key: decode(value) for key, value in fields}
        return Empty()

    def ReadResource(self, request: Any) -> Any:  # noqa: N802
        if request.type != STACK_REFERENCE or request.name not in self._stacks:
            raise AssertionError(f"nobody announced a lookup of {request.type} {request.name}")
        outputs = self._stacks[request.name]
        names = [name for name, value in outputs.items() if isinstance(value, Secret)]
        state = {"name": request.name, "outputs": dict(outputs), "secretOutputNames": names}
        urn = self.make_urn(request.parent, request.type, request.name)
        return resource_pb2.ReadResourceResponse(urn=urn, properties=_struct(state))

    def Invoke(self, request: Any) -> Any:  # noqa: N802
        raise AssertionError(f"nobody announced a lookup: {request.tok}")


class _NoMocks(mocks.Mocks):
    """Never asked: `_Monitor` answers before it would be."""

    def call(self, args: mocks.MockCallArgs) -> Any:
        raise AssertionError(args.token)

    def new_resource(self, args: mocks.MockResourceArgs) -> Any:
        raise AssertionError(args.name)


def _is(item: Recorded, type_: str) -> bool:
    return item.type.endswith(type_)


def _struct(values: Mapping[str, Any]) -> Struct:
    struct = Struct()
    struct.update({key: _wire(value) for key, value in values.items()})
    return struct


def _wire(value: Any) -> Any:
    if value is UNKNOWN:
        return rpc.UNKNOWN
    if isinstance(value, Secret):
        return {SIGNATURE: SECRET, "value": _wire(value.value)}
    if isinstance(value, Mapping):
        return {key: _wire(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_wire(item) for item in value]
    return value


async def _plain(output: pulumi.Output[Any]) -> Any:
    value = await output.future() if await output.is_known() else UNKNOWN
    return Secret(value) if await output.is_secret() else value
