"""References in a stack file: read, tried for what they lead to, and the order they ask for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

from components.architecture import Architecture
from components.errors import Problem, nearest
from components.references import BadReference, Reference, Template, leaves, parse, substitute

_FULL_NAME = re.compile(r"[^/\s]+(/[^/\s]+){2}")


def read(settings: Any, at: str, problems: list[Problem]) -> Any:
    """`settings` with templates in place of texts that hold references."""
    for path, leaf in leaves(settings):
        try:
            parse(leaf) if isinstance(leaf, str) else leaf
        except BadReference as bad:
            expected = "${name.output}, ${stack:name.output} or ${secret:name}"
            fix = "correct the reference, or write $${ for a literal ${"
            problems.append(Problem(f"{at}.{path}", str(bad), expected, fix))

    def template(leaf: Any) -> Any:
        try:
            return parse(leaf) if isinstance(leaf, str) else leaf
        except BadReference:
            return leaf

    return substitute(settings, template)


def references(settings: Any) -> Iterator[tuple[str, Reference]]:
    """Every reference in what `read` gave, with its path."""
    for path, leaf in leaves(settings):
        for reference in leaf.references if isinstance(leaf, Template) else ():
            yield path, reference


@dataclass(frozen=True)
class Targets:
    """What the references of a file may lead to."""

    secrets: Collection[str]
    """Names of the stack's secrets."""

    kinds: Mapping[str, type[Architecture]]
    """The architectures that can be built, by name."""

    written: Collection[str]
    """Names of all architectures; the entries of those that cannot be built are wrong."""


def problem_with(reference: Reference, targets: Targets, at: str) -> Problem | None:
    """What is wrong with a reference; what another stack exports only a running program knows."""
    if reference.source == "stack" and not _FULL_NAME.fullmatch(reference.of):
        expected = "a stack by its full name, organization/project/stack"
        fix = "write all three (`pulumi stack ls --all` shows them), and the output after a dot"
        return Problem(at, reference.text, expected, fix)
    if reference.source == "secret" and reference.of not in targets.secrets:
        fix = f"pulumi config set --secret palisade:{reference.of}"
        return Problem(at, reference.text, "a secret of this stack", fix)
    if reference.source != "architecture":
        return None
    if reference.of not in targets.kinds:
        if reference.of in targets.written:
            return None  # its own entry is wrong, and says so
        fix = nearest(reference.of, targets.kinds)
        return Problem(at, reference.text, "the name of another architecture", fix)
    outputs = targets.kinds[reference.of].outputs()
    if reference.output in outputs:
        return None
    expected = f"an output of {reference.of}"
    return Problem(at, reference.text, expected, nearest(reference.output, outputs))


def in_order(settings: Mapping[str, Any], at: str, problems: list[Problem]) -> list[str]:
    """The names of architectures, those they take outputs of first; otherwise as the file has
    them."""
    ordered: dict[str, None] = {}

    def visit(name: str, above: tuple[tuple[str, str], ...]) -> None:
        """`above` has the architectures on the way here, each with the path of its reference."""
        around = list(dropwhile(lambda step: step[0] != name, above))
        if around:
            cycle = " -> ".join([*(step for step, _ in around), name])
            taken = ", ".join(f"{step}.{path}" for step, path in around)
            fix = f"take out one of {taken}" if len(around) > 1 else f"take out {taken}"
            problems.append(Problem(at, cycle, "references that end somewhere", fix))
        elif name not in ordered:
            for path, reference in references(settings[name]):
                if reference.source == "architecture" and reference.of in settings:
                    visit(reference.of, (*above, (name, path)))
            ordered[name] = None

    for name in settings:
        visit(name, ())
    return list(ordered)
