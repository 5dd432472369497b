"""The provider's protocol: each call decoded, answered by the parts, encoded."""

# ruff: noqa: N802, ARG002 - names and parameters are the protocol's

import os
from collections.abc import Mapping
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from offline.provider import check, diff, failures, functions, instance, outputs, schema, wire
from offline.provider.kinds import kinds
from offline.provider.kinds.kind import Kind
from offline.provider.names import DEFAULTS_KEY, Autonaming, NamingError, automatic_name

_KINDS = {
    ("add", False): provider_pb2.PropertyDiff.ADD,
    ("add", True): provider_pb2.PropertyDiff.ADD_REPLACE,
    ("delete", False): provider_pb2.PropertyDiff.DELETE,
    ("delete", True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    ("update", False): provider_pb2.PropertyDiff.UPDATE,
    ("update", True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}


_NO_REGION = (
    "the provider needs a region: set aws:region in the stack's configuration, or give it to the "
    "provider that the program makes"
)


class AwsProvider(provider_pb2_grpc.ResourceProviderServicer):
    """The stand-in. It keeps no resources: the engine's state is the only state."""

    def __init__(self, version: str, default_account: str) -> None:
        self.version = version
        self.default_account = default_account
        self.failing = failures.parse(os.environ.get(failures.VARIABLE, ""))
        self.instances: dict[str, instance.Instance] = {}
        self.memory: outputs.Memory = {}

    # The provider itself

    def Handshake(self, request: Any, context: Any) -> Any:
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True, supports_autonaming_configuration=True
        )

    def Attach(self, request: Any, context: Any) -> Any:
        return Empty()

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        return plugin_pb2.PluginInfo(version=self.version)

    def GetSchema(self, request: Any, context: Any) -> Any:
        return provider_pb2.GetSchemaResponse(
            schema=f'{{"name": "aws", "version": "{self.version}"}}'
        )

    def CheckConfig(self, request: Any, context: Any) -> Any:
        properties = schema.provider_type()
        news = wire.decode(request.news)
        found = check.problems(instance.parse(_without_version(news), properties), properties)
        if not wire.reveal(news.get("region")):
            found.append(check.Problem("region", _NO_REGION))
        return provider_pb2.CheckResponse(inputs=request.news, failures=_failures(found))

    def DiffConfig(self, request: Any, context: Any) -> Any:
        olds, news = wire.decode(request.old_inputs), wire.decode(request.news)
        changed = sorted(
            key
            for key in {*_without_version(olds), *_without_version(news)}
            if wire.plain(olds.get(key)) != wire.plain(news.get(key))
        )
        some = provider_pb2.DiffResponse.DIFF_SOME
        none = provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(changes=some if changed else none, diffs=changed)

    def Configure(self, request: Any, context: Any) -> Any:
        properties = schema.provider_type()
        config = instance.parse(wire.decode(request.args), properties)
        self.instances[context.peer()] = instance.configure(config, self.default_account)
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=True
        )

    def Cancel(self, request: Any, context: Any) -> Any:
        return Empty()

    # Resources

    def Check(self, request: Any, context: Any) -> Any:
        olds, news = wire.decode(request.olds), wire.decode(request.news)
        try:
            resource = schema.resource_type(_token(request.urn))
        except schema.UnknownTypeError as error:
            return provider_pb2.CheckResponse(
                failures=[provider_pb2.CheckFailure(reason=str(error))]
            )
        found = check.problems(news, resource.inputs)
        checked = dict(news)
        try:
            _fill_in(resource, request, olds, checked, self._instance(context))
        except NamingError as error:
            found.append(check.Problem("", str(error)))
        return provider_pb2.CheckResponse(inputs=wire.encode(checked), failures=_failures(found))

    def Diff(self, request: Any, context: Any) -> Any:
        resource = schema.resource_type(_token(request.urn))
        news = wire.decode(request.news)
        self.memory[resource.token, request.id] = wire.decode(request.olds)
        changed = diff.changes(resource, wire.decode(request.old_inputs), news)
        replaces = sorted({change.property for change in changed if change.replaces})
        some = provider_pb2.DiffResponse.DIFF_SOME
        none = provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(
            changes=some if changed else none,
            replaces=replaces,
            deleteBeforeReplace=bool(replaces) and diff.name_was_given(resource, news),
            diffs=sorted({change.property for change in changed}),
            detailedDiff={
                change.path: provider_pb2.PropertyDiff(
                    kind=_KINDS[change.kind, change.replaces], inputDiff=True
                )
                for change in changed
            },
            hasDetailedDiff=True,
        )

    def Create(self, request: Any, context: Any) -> Any:
        resource = schema.resource_type(_token(request.urn))
        inputs = wire.decode(request.properties)
        where = self._instance(context).in_region(inputs.get("region"))
        if request.preview:
            return provider_pb2.CreateResponse(
                properties=wire.encode(outputs.planned(resource, inputs, where))
            )
        self._maybe_fail(request.urn, "create", context)
        id_, made = outputs.created(resource, request.urn, inputs, where, self.memory)
        self.memory[resource.token, id_] = made
        return provider_pb2.CreateResponse(id=id_, properties=wire.encode(made))

    def Update(self, request: Any, context: Any) -> Any:
        resource = schema.resource_type(_token(request.urn))
        olds, news = wire.decode(request.olds), wire.decode(request.news)
        where = self._instance(context).in_region(news.get("region"))
        changed = diff.changes(resource, wire.decode(request.old_inputs), news)
        if not request.preview:
            self._maybe_fail(request.urn, "update", context)
        made = outputs.updated(
            resource,
            request.urn,
            request.id,
            olds,
            news,
            changed,
            where,
            self.memory,
            preview=request.preview,
        )
        self.memory[resource.token, request.id] = made
        return provider_pb2.UpdateResponse(properties=wire.encode(made))

    def Delete(self, request: Any, context: Any) -> Any:
        self._maybe_fail(request.urn, "delete", context)
        return Empty()

    def Read(self, request: Any, context: Any) -> Any:
        self._maybe_fail(request.urn, "read", context)
        inputs, properties = wire.decode(request.inputs), wire.decode(request.properties)
        if properties.keys() - inputs.keys():  # a refresh: nobody else changes anything here
            return provider_pb2.ReadResponse(
                id=request.id, properties=request.properties, inputs=request.inputs
            )
        resource = schema.resource_type(_token(request.urn))
        where = self._instance(context).in_region(inputs.get("region"))
        made = outputs.found(resource, request.urn, request.id, {**properties, **inputs}, where)
        given = {key: value for key, value in made.items() if key in resource.inputs}
        return provider_pb2.ReadResponse(
            id=request.id, properties=wire.encode(made), inputs=wire.encode(given)
        )

    # Functions

    def Invoke(self, request: Any, context: Any) -> Any:
        arguments = wire.decode(request.args)
        where = self._instance(context).in_region(arguments.get("region"))
        try:
            function = schema.function_type(request.tok)
            found = check.problems(arguments, function.arguments)
            if found:
                return provider_pb2.InvokeResponse(failures=_failures(found))
            answer = functions.call(function, arguments, where)
        except (schema.UnknownTypeError, functions.FunctionError) as error:
            failure = provider_pb2.CheckFailure(reason=str(error))
            return provider_pb2.InvokeResponse(failures=[failure])
        response = provider_pb2.InvokeResponse()
        getattr(response, "return").CopyFrom(wire.encode(answer))
        return response

    def _instance(self, context: Any) -> instance.Instance:
        """The provider that this call's connection was configured for."""
        found = self.instances.get(context.peer())
        if found is None:
            context.abort(
                grpc.StatusCode.FAILED_PRECONDITION, "this connection has no configured provider"
            )
        return found  # type: ignore[return-value]

    def _maybe_fail(self, urn: str, operation: str, context: Any) -> None:
        try:
            failures.maybe_fail(self.failing, _name(urn), _token(urn), operation)
        except failures.RequestedError as error:
            context.abort(grpc.StatusCode.UNKNOWN, str(error))


def _fill_in(
    resource: schema.ResourceType,
    request: Any,
    olds: Mapping[str, Any],
    checked: dict[str, Any],
    where: instance.Instance,
) -> None:
    """Name, defaults and the provider's tags; what was not given is noted in `__defaults`."""
    kind = kinds().get(resource.token, Kind())
    chosen = {k: v for k, v in kind.defaults.items() if checked.get(k) is None}
    mode = request.autonaming.mode if request.HasField("autonaming") else None
    options = provider_pb2.CheckRequest.AutonamingOptions
    autonaming = Autonaming(
        request.autonaming.proposed_name, mode == options.ENFORCE, mode == options.DISABLE
    )
    named = automatic_name(
        resource,
        _name(request.urn),
        checked,
        olds,
        request.randomSeed,
        autonaming,
    )
    if named:
        chosen[named[0]] = named[1]
    checked.update(chosen)
    checked[DEFAULTS_KEY] = sorted(chosen)
    tags = resource.inputs.get("tags")
    if where.default_tags and tags and isinstance(tags.type, schema.MapOf):
        given = checked.get("tags")
        inner = wire.reveal(given) or {}
        if isinstance(inner, dict):  # neither unknown nor of a wrong type
            joined = {**where.default_tags, **inner}
            checked["tags"] = wire.secret(joined) if wire.signature(given) else joined


def _failures(found: list[check.Problem]) -> list[Any]:
    return [provider_pb2.CheckFailure(property=p.path, reason=p.reason) for p in found]


def _without_version(config: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in config.items() if k not in ("version", "pluginDownloadURL")}


def _token(urn: str) -> str:
    """The type of `urn:pulumi:stack::project::parent$aws:sqs/queue:Queue::name`."""
    return urn.split("::")[2].rpartition("$")[2]


def _name(urn: str) -> str:
    """The logical name; it may have `::` in it."""
    return urn.split("::", 3)[3]
