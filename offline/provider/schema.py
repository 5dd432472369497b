"""What pulumi_aws's own classes say about a type: inputs, outputs, nested objects.

Classes are imported and read when a type is first used. pulumi_aws imports its modules lazily and
that is not safe under threads, so all of it happens under one lock.
"""

import collections.abc
import difflib
import functools
import importlib
import inspect
import re
import threading
import types
import typing
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_LOCK = threading.RLock()

SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}


@dataclass(frozen=True)
class Scalar:
    """`string`, `integer`, `number`, `boolean`, `asset`, `archive` or `any`."""

    name: str


@dataclass(frozen=True)
class ListOf:
    item: "Type"


@dataclass(frozen=True)
class MapOf:
    item: "Type"


@dataclass(frozen=True)
class OneOf:
    options: tuple["Type", ...]


@dataclass(frozen=True)
class ObjectOf:
    """A nested object; its fields are read from the class when they are first needed."""

    cls: type

    @property
    def fields(self) -> Mapping[str, "Property"]:
        """Wire name → field; of an output class, `required` are those that always have a value."""
        from pulumi import _types

        return (_fields if _types.is_input_type(self.cls) else _output_fields)(self.cls)


Type = Scalar | ListOf | MapOf | OneOf | ObjectOf
ANY = Scalar("any")


@dataclass(frozen=True)
class Property:
    """One property under its wire name, e.g. `visibilityTimeoutSeconds`."""

    name: str
    python_name: str
    type: Type
    required: bool


@dataclass(frozen=True)
class ResourceType:
    """One resource type of pulumi_aws."""

    token: str
    inputs: Mapping[str, Property]
    outputs: Mapping[str, Property]
    """`required` means here: the class promises a value, so the real provider always has one."""
    forced_new: frozenset[str]
    """Inputs that can't be changed on an existing resource, as far as the documentation says so."""


@dataclass(frozen=True)
class FunctionType:
    """One data source of pulumi_aws."""

    token: str
    arguments: Mapping[str, Property]
    results: Mapping[str, Property]


class UnknownTypeError(Exception):
    """A token that pulumi_aws does not have; the message names the nearest."""


@functools.cache
def resource_type(token: str) -> ResourceType:
    """Inputs and outputs of a resource token such as `aws:sqs/queue:Queue`."""
    with _LOCK:
        return _resource_type(token)


def _resource_type(token: str) -> ResourceType:
    located = _resource_classes().get(token)
    if located is None:
        raise UnknownTypeError(_unknown("resource type", token, _resource_classes()))
    package, class_name = located
    cls = _member(package, class_name)
    home = importlib.import_module(cls.__module__)
    # `InitArgs` where a nested object took the other name.
    args = getattr(home, f"{class_name}InitArgs", None) or getattr(home, f"{class_name}Args")
    inputs = _fields(args)
    outputs = _output_fields(cls)
    forced = frozenset(name for name, doc in _docs(cls).items() if _forces_new(doc))
    return ResourceType(token, inputs, outputs, forced & inputs.keys())


@functools.cache
def provider_type() -> Mapping[str, Property]:
    """What the provider itself can be configured with."""
    with _LOCK:
        return _fields(importlib.import_module("pulumi_aws.provider").ProviderArgs)


@functools.cache
def function_type(token: str) -> FunctionType:
    """Arguments and results of an invoke token such as `aws:iam/getPolicyDocument:…`."""
    with _LOCK:
        return _function_type(token)


def _function_type(token: str) -> FunctionType:
    match = re.fullmatch(r"aws:(\w+)/(\w+):(\w+)", token)
    package = _packages().get(match[1]) if match else None
    python_name = snake_case(match[3]) if match else ""
    function = _member(package, python_name) if package else None
    if match is None or not callable(function):
        raise UnknownTypeError(f'pulumi_aws has no function "{token}"')
    home = importlib.import_module(f"{package}.{python_name}")
    result_class = getattr(home, match[3][0].upper() + match[3][1:] + "Result")
    results = {f.name: f for f in _output_fields(result_class).values()}
    wire = {f.python_name: f.name for f in results.values()}
    hints = typing.get_type_hints(function)
    arguments = [
        Property(
            wire.get(name, camel_case(name)),
            name,
            _convert(hints[name]),
            parameter.default is inspect.Parameter.empty,
        )
        for name, parameter in inspect.signature(function).parameters.items()
        if name != "opts"
    ]
    return FunctionType(token, {a.name: a for a in arguments}, results)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a person most likely meant."""
    by_lower = {candidate.lower(): candidate for candidate in known}
    found = difflib.get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.55)
    return by_lower[found[0]] if found else None


def snake_case(name: str) -> str:
    """`getPolicyDocument` as Python writes it: `get_policy_document`."""
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


def camel_case(name: str) -> str:
    """`policy_id` as the wire has it: `policyId`."""
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def _unknown(what: str, token: str, known: Iterable[str]) -> str:
    close = nearest(token, known)
    return f'pulumi_aws has no {what} "{token}"' + (f'; did you mean "{close}"?' if close else "")


@functools.cache
def _resource_classes() -> Mapping[str, tuple[str, str]]:
    """Token → (Python package, class name), from pulumi_aws's own registry."""
    return {
        token: (module.mod_info["fqn"], name)
        for module in _modules()
        for token, name in module.mod_info["classes"].items()
    }


@functools.cache
def _packages() -> Mapping[str, str]:
    """`lambda` → `pulumi_aws.lambda_`, for every module of the tokens."""
    packages = {m.mod_info["mod"].split("/")[0]: m.mod_info["fqn"] for m in _modules()}
    return {**packages, "index": "pulumi_aws"}


def _member(package: str, name: str) -> Any:
    """A class or function of pulumi_aws, None where there is none.

    Asking for it imports the module, which then warns of its own outdated types.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return getattr(importlib.import_module(package), name, None)


def _modules() -> list[Any]:
    importlib.import_module("pulumi_aws")
    from pulumi.runtime import rpc

    registry = rpc._RESOURCE_MODULES  # no public way to list what is registered
    return [m for key, ms in registry.items() if key.startswith("aws:") for m in ms]


@functools.cache
def _fields(cls: type) -> Mapping[str, Property]:
    """Fields of an `…Args` class."""
    from pulumi import _types

    with _LOCK:
        hints = _types.input_type_types(cls)
        parameters = inspect.signature(cls.__init__).parameters
        return {
            wire: Property(
                wire,
                python,
                _convert(hints[wire]),
                python in parameters and parameters[python].default is inspect.Parameter.empty,
            )
            for python, wire in _types.input_type_py_to_pulumi_names(cls).items()
            if wire in hints
        }


@functools.cache
def _output_fields(cls: type) -> Mapping[str, Property]:
    """What a resource or result class has as properties, with the types of their getters."""
    from pulumi import _types

    with _LOCK:
        hints = _types._raw_return_hints(cls)
    return {
        wire: Property(wire, python, _convert(hint), not _may_be_none(hint))
        for python, wire, _ in _types._py_properties(cls)
        if (hint := hints.get(wire)) is not None
    }


def _docs(cls: type) -> Mapping[str, str]:
    from pulumi import _types

    return {wire: _getter(prop).__doc__ or "" for _, wire, prop in _types._py_properties(cls)}


def _getter(prop: property) -> Callable[..., Any]:
    return typing.cast("Callable[..., Any]", prop.fget)


def _forces_new(doc: str) -> bool:
    """Does the documentation say plainly, not on a condition, that a change replaces?"""
    sentences = [s for s in re.split(r"(?<=[.)])\s", doc) if _FORCES_NEW.search(s)]
    return any(not re.search(r"\b(if|when|unless|only)\b", s, re.IGNORECASE) for s in sentences)


_FORCES_NEW = re.compile(
    r"\bforces (a )?(new resource|replacement)"
    r"|\bchang\w+ (this|it|the) [^.]{0,40}(forces|creates? a new resource|recreat)",
    re.IGNORECASE,
)


def _may_be_none(hint: Any) -> bool:
    arguments = typing.get_args(hint)
    if _is_output(hint):
        return _may_be_none(arguments[0])
    return type(None) in arguments


def _is_output(hint: Any) -> bool:
    origin = typing.get_origin(hint)
    return getattr(origin, "__name__", "") == "Output"


def _convert(hint: Any) -> Type:
    """A type hint of pulumi_aws as one of ours; wrappers such as Output and Optional fall away."""
    if hint in SCALARS:
        return Scalar(SCALARS[hint])
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if _is_output(hint):
        return _convert(arguments[0])
    if origin in (typing.Union, types.UnionType):
        return _convert_union(arguments)
    if origin in (list, collections.abc.Sequence):
        return ListOf(_convert(arguments[0]))
    if origin in (dict, collections.abc.Mapping):
        return MapOf(_convert(arguments[1]))
    if isinstance(hint, type):
        return _convert_class(hint)
    return ANY


def _convert_union(arguments: tuple[Any, ...]) -> Type:
    kept: list[Type] = []
    for argument in arguments:
        if argument is type(None) or typing.get_origin(argument) is collections.abc.Awaitable:
            continue
        if _is_output(argument) or typing.is_typeddict(argument):
            continue
        converted = _convert(argument)
        if converted not in kept:
            kept.append(converted)
    return kept[0] if len(kept) == 1 else OneOf(tuple(kept)) if kept else ANY


def _convert_class(cls: type) -> Type:
    from pulumi import Archive, Asset, _types

    if issubclass(cls, Archive):
        return Scalar("archive")
    if issubclass(cls, Asset):
        return Scalar("asset")
    if _types.is_input_type(cls):
        return ObjectOf(cls)
    if _types.is_output_type(cls):
        return ObjectOf(cls)
    for base, name in SCALARS.items():
        if issubclass(cls, base):  # an enum is a kind of its value's type
            return Scalar(name)
    return ANY
