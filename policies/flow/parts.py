"""Several stacks looked at as one: what one writes to may be in another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies.flow import services
from policies.flow.places import Places
from policies.view import Resource, Stack


class Joined(Stack):
    """Stacks side by side. Names mean something within each; ARNs reach across."""

    def __init__(self, parts: Sequence[Stack]) -> None:
        super().__init__()
        self.parts = tuple(parts)

    def __iter__(self) -> Iterator[Resource]:
        return (resource for part in self.parts for resource in part)

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def get(self, urn: str) -> Resource | None:
        return next((found for part in self.parts if (found := part.get(urn))), None)

    def typed(self, *tokens: str) -> Iterator[Resource]:
        return (resource for part in self.parts for resource in part.typed(*tokens))


def parts_of(stack: Stack) -> list[tuple[Stack, Places]]:
    """Each stack in `stack`, with its view of the places of all."""
    found: list[tuple[Stack, Places]] = []
    for part in stack.parts if isinstance(stack, Joined) else (stack,):
        beside = found[0][1] if found else None
        found.append((part, Places(part, services.TYPES, beside)))
    return found


def stack_of(urn: str) -> str:
    """`urn:pulumi:dev::orders::aws:sqs/queue:Queue::jobs` -> `orders/dev`."""
    head, _, rest = urn.partition("::")
    return f"{rest.partition('::')[0]}/{head.removeprefix('urn:pulumi:')}"
