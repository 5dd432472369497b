"""A copy of a stack file for an offline run.

The text stays as it is, to the byte, but for the secrets provider (ours instead) and the secrets
(stand-ins instead). Reading and writing it as YAML would change dates and leading zeros.
"""

import difflib
import functools
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from offline import yaml_file
from offline.errors import OfflineError
from offline.yaml_file import Twice

_OURS = ("secretsprovider", "encryptedkey", "encryptionsalt")
_PEER = re.compile(r"(?<!\$)\$\{stack:\s*([^/}\s]+)(/[^/}]+/[^/}]+)\.[^.}]+\}")
ORGANIZATION = "organization"
"""The one that all stacks of a state in files are of."""
_KEYS = ("config", "environment", *_OURS)


@dataclass(frozen=True)
class Secret:
    """One `secure:` value: its path, e.g. `palisade:settings.keys[0]`, and where it stands."""

    path: str
    start: int
    end: int


def check(content: Mapping[str, Any], file: Path) -> None:
    """Raises OfflineError for what the CLI passes over or says without the file's name.

    Other keys may stand beside the CLI's own, but not slips of them.
    """
    for key in content:
        meant = difflib.get_close_matches(str(key), _KEYS, n=1, cutoff=0.7)
        if meant and key not in _KEYS:
            raise OfflineError(f"{file}: `{key}` is no key of a stack file; write {meant[0]}")
    config = content.get("config") or {}
    if not isinstance(config, dict):
        raise OfflineError(f"{file}: `config` holds {config!r}; write a mapping, key to value")
    if endless := list(_endless(config, "config")):
        raise OfflineError(f"{file}: no finite number: {', '.join(endless)}")


def _endless(value: Any, path: str) -> Iterator[str]:
    """Paths of `.nan` and `.inf`, which the CLI cannot hand to a program."""
    if isinstance(value, float) and not math.isfinite(value):
        yield path
    inside = enumerate(value) if isinstance(value, list) else ()
    for key, item in value.items() if isinstance(value, dict) else inside:
        yield from _endless(item, f"{path}.{key}" if isinstance(value, dict) else f"{path}[{key}]")


def secrets(text: str) -> list[Secret]:
    """All `secure:` values of a stack file."""
    return [secret for key, value in _config(text) for secret in _secrets(value, key)]


def peers(text: str) -> list[str]:
    """The stacks that `${stack:…/project/stack.output}` refers to, as they are called offline."""
    found = {
        f"{ORGANIZATION}{name}"
        for _, value in _config(text)
        for leaf in _scalars(value)
        for _, name in _PEER.findall(leaf.value)
    }
    return sorted(found)


def twice(text: str) -> list[Twice]:
    """The keys below `config` that stand there once more; what is in those is not looked at."""
    found: list[Twice] = []
    for key, value in _top(text):
        if key.value == "config":
            again = yaml_file.twice(value)
            found += [f for f in again if not any(o.start < f.start < o.end for o in again)]
    return found


def plain_value(text: str, key: str) -> str | None:
    """A configuration value that is a plain scalar, as it is written."""
    for name, value in _config(text):
        if name == key and isinstance(value, yaml.ScalarNode):
            return value.value
    return None


def copy(text: str, salt: str, ciphertext: Callable[[str], str]) -> str:
    """The text for an offline run; `ciphertext(path)` is the encrypted stand-in of a secret."""
    edits = [(s.start, s.end, f'{{secure: "{ciphertext(s.path)}"}}') for s in secrets(text)]
    edits += [(start, end, "") for start, end in _top_level(text, _OURS)]
    again = {(found.start, _after_comma(text, found.end)) for found in twice(text)}
    edits += [(start, end, "") for start, end in again]
    edits += [edit for edit in _organizations(text) if edit not in edits]
    edits = [e for e in edits if e[:2] in again or not any(a <= e[0] < b for a, b in again)]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return f"{text.rstrip()}\nencryptionsalt: {salt}\n"


def _after_comma(text: str, end: int) -> int:
    """Behind the comma that goes with an entry of `{…}`; `end` where there is none."""
    comma = re.compile(r"\s*,").match(text, end)
    return comma.end() if comma else end


@functools.lru_cache(maxsize=1)
def _top(text: str) -> tuple[tuple[yaml.Node, yaml.Node], ...]:
    """The file's own entries; read once, as all here ask for them."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    return tuple(node.value) if isinstance(node, yaml.MappingNode) else ()


def _config(text: str) -> Iterator[tuple[str, yaml.Node]]:
    for key, value in _top(text):
        if key.value == "config" and isinstance(value, yaml.MappingNode):
            yield from ((k.value, v) for k, v in value.value)


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _scalars(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    elif isinstance(node, yaml.ScalarNode):
        yield node


def _organizations(text: str) -> Iterator[tuple[int, int, str]]:
    """References to stacks of another organization, as a state in files has them."""
    for _, value in _config(text):
        for leaf in _scalars(value):
            start = leaf.start_mark.index
            for found in _PEER.finditer(text, start, leaf.end_mark.index):
                if found[1] != ORGANIZATION:
                    yield found.start(1), found.end(1), ORGANIZATION


def _secrets(node: yaml.Node, path: str) -> Iterator[Secret]:
    if isinstance(node, yaml.MappingNode):
        if len(node.value) == 1 and node.value[0][0].value == "secure":
            inner = node.value[0][1]
            end = node.end_mark.index if node.flow_style else inner.end_mark.index
            yield Secret(path, node.start_mark.index, end)
            return
        for key, value in node.value:
            yield from _secrets(value, f"{path}.{key.value}")
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _secrets(item, f"{path}[{index}]")


def _top_level(text: str, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where top-level scalar entries lie, with their line ends."""
    for key, value in _top(text):
        if key.value in names:
            end = text.find("\n", value.end_mark.index)
            yield key.start_mark.index, len(text) if end < 0 else end + 1
