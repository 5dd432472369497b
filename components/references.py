"""`${…}` in stack files: outputs of other architectures, of other stacks, and secrets.

`${orders.bus_name}`             output `bus_name` of the architecture `orders` of this stack
`${stack:org/app/prod.vpc_id}`   output `vpc_id` of another stack (split at the last dot)
`${secret:api_key}`              the stack's secret `palisade:api_key`
`$${`                            a literal `${`
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pulumi

Source = Literal["architecture", "stack", "secret"]

# A `${` that nothing closes is a slip, not a text: it counts as a reference, a bad one.
_PIECE = re.compile(r"\$\$\{|\$\{([^}]*)(?:\}|$)")


@dataclass(frozen=True)
class Reference:
    """One `${…}`: `of` is the architecture, stack or secret, `output` the output asked for."""

    source: Source
    of: str
    output: str
    text: str


@dataclass(frozen=True)
class Template:
    """A string with at least one reference; `pieces` are literal texts and references in order."""

    pieces: tuple[str | Reference, ...]

    @property
    def references(self) -> tuple[Reference, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Reference))

    def __str__(self) -> str:
        return "".join(p.text if isinstance(p, Reference) else p for p in self.pieces)

    def __repr__(self) -> str:
        return repr(str(self))

    def resolve(self, lookup: Callable[[Reference], Any]) -> Any:
        """The value: the output itself for a lone reference, else the text with all filled in."""
        values = [lookup(p) if isinstance(p, Reference) else p for p in self.pieces]
        return values[0] if len(values) == 1 else pulumi.Output.concat(*values)


class BadReference(ValueError):  # noqa: N818  names what is wrong with the text
    """A `${…}` that is none of the three forms."""


def parse(text: str) -> str | Template:
    """`text` as it is meant: a plain string, or a template if it holds references."""
    pieces: list[str | Reference] = []
    end = 0
    literal = ""
    for match in _PIECE.finditer(text):
        literal += text[end : match.start()]
        end = match.end()
        if match[1] is None:
            literal += "${"
            continue
        if literal:
            pieces.append(literal)
            literal = ""
        if not match[0].endswith("}"):
            raise BadReference(match[0])
        pieces.append(_reference(match[1].strip(), match[0]))
    literal += text[end:]
    if not pieces:
        return literal
    return Template((*pieces, literal) if literal else tuple(pieces))


def _reference(body: str, text: str) -> Reference:
    if body.startswith("secret:"):
        if name := body.removeprefix("secret:").strip():
            return Reference("secret", name, "", text)
    elif body.startswith("stack:"):
        stack, _, output = body.removeprefix("stack:").strip().rpartition(".")
        if stack and output:
            return Reference("stack", stack, output, text)
    else:
        name, _, output = body.partition(".")
        if name and output and "." not in output and ":" not in body:
            return Reference("architecture", name, output, text)
    raise BadReference(text)


def substitute(value: Any, change: Callable[[Any], Any]) -> Any:
    """`value` with `change` applied to every leaf of its mappings and lists."""
    if isinstance(value, Mapping):
        return {key: substitute(item, change) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [substitute(item, change) for item in value]
    return change(value)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of `value` with its path (`a.b[0]`)."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path, value
