"""Data sources: what programs look up in AWS, answered without it."""

from collections.abc import Callable, Mapping
from typing import Any

from offline.provider import wire
from offline.provider.functions import general, network, policy_document, storage
from offline.provider.functions.lookup import FunctionError, Lookup
from offline.provider.instance import Instance
from offline.provider.schema import FunctionType

Function = Callable[[Lookup], Mapping[str, Any]]

FUNCTIONS: Mapping[str, Function] = {
    **general.FUNCTIONS,
    **network.FUNCTIONS,
    **policy_document.FUNCTIONS,
    **storage.FUNCTIONS,
}
"""Token without its repetition, e.g. `iam/getPolicyDocument` → its answer."""


def call(asked: FunctionType, arguments: Mapping[str, Any], instance: Instance) -> dict[str, Any]:
    """The answer of a data source; arguments are part of it, as in the real one."""
    name = asked.token.removeprefix("aws:").rpartition(":")[0]
    function = FUNCTIONS.get(name)
    if function is None:
        known = ", ".join(sorted(FUNCTIONS))
        raise FunctionError(f'the offline provider has no answer for "{name}". It has: {known}')
    plain = wire.plain(dict(arguments))
    answer = {"region": instance.region, **plain, **function(Lookup(name, plain, instance))}
    return {key: value for key, value in answer.items() if key in asked.results}
