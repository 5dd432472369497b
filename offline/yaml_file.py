"""YAML files that people write, read so that what is wrong is said with its line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from offline.errors import OfflineError

_MERGE = "tag:yaml.org,2002:merge"


class _Loader(yaml.SafeLoader):
    """Dates stay the text they are: the CLI reads them itself, and not every one is a day."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True)
class Twice:
    """A key that its mapping has already: its path, both lines, and where it stands."""

    path: str
    first: int
    again: int
    start: int
    end: int

    def __str__(self) -> str:
        return (
            f"line {self.again}: {self.path} was said in line {self.first} already; "
            "keep one of them"
        )


def load_yaml(file: Path, *, but: str | None = None) -> dict[str, Any]:
    """A file that holds a mapping; empty for an empty file.

    Raises OfflineError for what is no YAML, holds something else, or says a key twice; not where
    that is below the key `but`: then the last one counts.
    """
    try:
        loader = _Loader(file.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        wrong = [found for found in _wrong(node, "", ()) if not _below(but, found)] if node else []
        if wrong:
            raise OfflineError("\n  ".join([f"{file} is refused:", *map(str, wrong)]))
        content = loader.construct_document(node) if node else {}
    except UnicodeDecodeError as error:
        raise OfflineError(f"{file} is not UTF-8 text (byte {error.start})") from error
    except yaml.MarkedYAMLError as error:
        raise OfflineError(f"{file} is not YAML: {_said(error)}") from error
    except (yaml.YAMLError, ValueError) as error:  # a value error: 0x_ and its like
        raise OfflineError(f"{file} is not YAML: {' '.join(str(error).split())}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise OfflineError(f"{file} does not hold a mapping")
    return content


def twice(node: yaml.Node) -> list[Twice]:
    """The keys in `node` that stand there once more."""
    return [found for found in _wrong(node, "", ()) if isinstance(found, Twice)]


def _wrong(node: yaml.Node, path: str, above: tuple[yaml.Node, ...]) -> Iterator[Twice | str]:
    """What a loader would take without a word: of two equal keys it keeps the last."""
    if node in above:
        yield f"line {_line(node)}: {path} stands inside of itself"
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _wrong(item, f"{path}[{index}]", (*above, node))
    elif isinstance(node, yaml.MappingNode):
        first: dict[str, yaml.Node] = {}
        for key, value in node.value:
            here = f"{path}.{key.value}" if path else str(key.value)
            if isinstance(key, yaml.ScalarNode) and key.tag != _MERGE:
                before = first.setdefault(key.value, key)
                if before is not key:
                    start, end = key.start_mark.index, value.end_mark.index
                    yield Twice(here, _line(before), _line(key), start, end)
            yield from _wrong(value, here, (*above, node))


def _below(key: str | None, found: Twice | str) -> bool:
    return key is not None and isinstance(found, Twice) and found.path.startswith(f"{key}.")


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _said(error: yaml.MarkedYAMLError) -> str:
    """The place and the words of YAML's own message, without its drawing."""
    words = [error.problem or "cannot be read"]
    if error.context and error.context_mark:
        words.append(f"({error.context} that began in line {error.context_mark.line + 1})")
    place = error.problem_mark or error.context_mark
    at = f"line {place.line + 1}, column {place.column + 1}: " if place else ""
    return at + " ".join(words)
