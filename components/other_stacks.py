"""Outputs of other stacks: each stack is read once, and asked whether it has what is wanted."""

from __future__ import annotations

from typing import Any

import pulumi

from components.errors import Problem, nearest
from components.references import Reference
from components.stackfile import Plan
from components.stackfile_references import references


class OtherStacks:
    """The stacks that the references of one environment lead to."""

    def __init__(self) -> None:
        self._read: dict[str, pulumi.StackReference] = {}

    def output(self, reference: Reference) -> pulumi.Output[Any]:
        """What the other stack exports; a secret stays one."""
        return self._stack(reference.of).get_output(reference.output)

    async def problems(self, plan: Plan, where: str) -> list[Problem]:
        """References to what the other stacks do not export; `where` is put before each path."""
        settings = references(dict(plan.file.settings))
        wanted = [(f"settings.{path}", reference) for path, reference in settings]
        for entry in plan.entries:
            own = f"architectures.{entry.name}"
            wanted += [(f"{own}.{path}", reference) for path, reference in references(entry.values)]
        found: list[Problem] = []
        for path, reference in wanted:
            if reference.source == "stack":
                names = await self._exported(reference.of)
                if names is not None and reference.output not in names:
                    expected = f"an output of the stack {reference.of}"
                    fix = nearest(reference.output, names) if names else "export one there"
                    found.append(Problem(f"{where}:{path}", reference.text, expected, fix))
        return found

    async def _exported(self, stack: str) -> frozenset[str] | None:
        """The names of all outputs; None where the engine does not know them yet."""
        outputs = self._stack(stack).outputs
        return frozenset(await outputs.future() or ()) if await outputs.is_known() else None

    def _stack(self, name: str) -> pulumi.StackReference:
        if name not in self._read:
            self._read[name] = pulumi.StackReference(name)
        return self._read[name]
