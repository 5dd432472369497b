"""The other stacks that a run knows: exported states in the folder that `PALISADE_PEERS` names."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from policies.exported import ExportError, load
from policies.flow import services
from policies.flow.growing import ATTACHING
from policies.flow.parts import stack_of
from policies.flow.sharing import HOLDERS
from policies.flow.unfollowed import WHAT
from policies.view import Resource, Stack
from policies.views.appsync import Resolver, ResolverStep
from policies.views.callers import PathPart, RouteTarget
from policies.views.environment import ENVIRONMENT
from policies.views.iam import Policy
from policies.views.lambda_ import RecursionConfig

VARIABLE = "PALISADE_PEERS"

TYPES = frozenset(
    {
        *services.FACTS,
        *services.TYPES,
        *HOLDERS,
        *ATTACHING,
        *WHAT,
        *Policy.tokens(),
        *RecursionConfig.tokens(),
        *RouteTarget.tokens(),
        *PathPart.tokens(),
        *Resolver.tokens(),
        *ResolverStep.tokens(),
        ENVIRONMENT,
        "pulumi:providers:aws",
    }
)
"""What is read of a stack to know its event flow: much of a state is about something else."""


def load_named(file: Path) -> tuple[str, Stack]:
    """`project/stack` and the stack of an exported state, whose resources have that in their names.

    The name is empty where the state holds nothing. Raises ExportError.
    """
    exported = load(file, TYPES)
    name = f"{exported.project}/{exported.name}" if exported.name else ""
    renamed = [replace(resource, name=f"{name}:{resource.name}") for resource in exported.stack]
    return name, Stack(renamed)


def peers_of(stack: Iterable[Resource]) -> tuple[tuple[Stack, ...], tuple[str, ...]]:
    """The other stacks of this run, and what could not be read of them, in words."""
    folder = os.environ.get(VARIABLE, "")
    if not folder:
        return (), ()
    own = next((stack_of(resource.urn) for resource in stack), "")
    found, problems = _in_folder(folder)
    return tuple(peer for name, peer in found if name != own), problems


@functools.lru_cache(maxsize=1)
def _in_folder(folder: str) -> tuple[tuple[tuple[str, Stack], ...], tuple[str, ...]]:
    """(project/stack, stack) of each file; read once in a run, as one process sees one."""
    found: list[tuple[str, Stack]] = []
    problems = [] if Path(folder).is_dir() else [f"{folder} is no folder"]
    for file in sorted(Path(folder).glob("*.json")):
        try:
            found.append(load_named(file))
        except ExportError as error:
            problems.append(str(error))
    return tuple(found), tuple(problems)
