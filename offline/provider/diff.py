"""What an update changes, and what it can only do by replacing the resource."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from offline.provider import wire
from offline.provider.kinds import kinds
from offline.provider.names import DEFAULTS_KEY, name_property
from offline.provider.schema import ResourceType

_ALWAYS = frozenset({"region", "name", "namePrefix", "bucketPrefix", "fifoQueue", "fifoTopic"})


@dataclass(frozen=True)
class Change:
    """One changed input, by its detailed path; `kind` is `add`, `delete` or `update`."""

    path: str
    kind: str
    replaces: bool

    @property
    def property(self) -> str:
        """The top-level input it belongs to."""
        return self.path.partition(".")[0].partition("[")[0]


def changes(
    resource: ResourceType, olds: Mapping[str, Any], news: Mapping[str, Any]
) -> list[Change]:
    """Every difference between two sets of inputs."""
    forced = forced_new(resource)
    found: list[Change] = []
    for name in sorted({*olds, *news}):
        if not wire.internal(name):
            steps = _differences(wire.plain(olds.get(name)), wire.plain(news.get(name)), name)
            found += [Change(path, kind, name in forced) for path, kind in steps]
    return found


def forced_new(resource: ResourceType) -> frozenset[str]:
    """Inputs whose change replaces the resource."""
    named = name_property(resource)
    own = {named} if named else set()
    kind = kinds().get(resource.token)
    return resource.forced_new | _ALWAYS | own | frozenset(kind.forced_new if kind else ())


def name_was_given(resource: ResourceType, news: Mapping[str, Any]) -> bool:
    """Would the replacement carry the same physical name as the resource it replaces?"""
    named = name_property(resource)
    if named is None:
        return False
    return news.get(named) is not None and named not in (news.get(DEFAULTS_KEY) or [])


def _differences(old: Any, new: Any, path: str) -> Iterator[tuple[str, str]]:
    if old is None and new is None:
        return
    if old is None or new is None:
        yield path, "add" if old is None else "delete"
    elif wire.is_unknown(new):
        yield path, "update"
    elif wire.signature(old) or wire.signature(new):
        if _content(old) != _content(new):
            yield path, "update"
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            step = f"{path}.{key}" if key.isidentifier() else f'{path}["{key}"]'
            yield from _differences(old.get(key), new.get(key), step)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _differences(before, after, f"{path}[{index}]")
    elif old != new:
        yield path, "update"


def _content(value: Any) -> Any:
    """What an asset or archive holds; its hash where the engine computed one."""
    return value.get("hash") or value if isinstance(value, dict) else value
