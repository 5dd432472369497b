"""A permission reaches into another architecture by its name, not by reference."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.flow.places import Places
from policies.flow.services import ACCESS, TYPES
from policies.iam import Arn, Statement, broad_pattern, has_wildcard
from policies.view import Resource, Undecided, View
from policies.views.iam import DocumentHolder

SHARED = ("palisade:foundation:", "palisade:index:", "pulumi:")
"""Types around everything, or that serve the whole environment."""


@rule(
    severity=Severity.MEDIUM,
    title="A permission reaches into another architecture",
    why="Nothing shows that the two belong together, and what is added there may be reached, too.",
    fix="Narrow the ARN; where the access is meant, take the other's output (${name.queue_arn}).",
    source="sheet 37; https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)
def other_architecture(stack: Stack) -> Iterator[Finding | Open]:
    if len(_owners(stack)) < 2:
        return
    places = Places(stack, TYPES)
    for holder in stack.of(DocumentHolder):
        mine = _owner(stack, holder.resource)
        if mine is None:
            continue
        try:
            for prop, document in holder.documents():
                for statement in document.allowing():
                    yield from _reached(stack, places, holder, mine, prop, statement)
        except Undecided as unknown:
            yield Open.of(unknown)


def _reached(
    stack: Stack,
    places: Places,
    holder: View,
    mine: Resource,
    prop: str,
    statement: Statement,
) -> Iterator[Finding]:
    given = {*statement.nodes, *_behind(holder)}
    for pattern in statement.resources:
        # Patterns without a name are another rule's.
        if not isinstance(pattern, str) or broad_pattern(pattern):
            continue
        arn = Arn.parse(pattern)
        for access in ACCESS if arn else ():
            if arn is None or access.actions[0].partition(":")[0] != arn.service:
                continue
            for found in access.named(places, pattern):
                there = stack.get(found.place.urn)
                theirs = _owner(stack, there) if there else None
                if not there or not theirs or theirs.urn == mine.urn or there.urn in given:
                    continue
                if found.certain:
                    where = f"{prop}, statement {statement.number}"
                    how = "covers" if has_wildcard(pattern) else "names"
                    text = f"{where}: {pattern} {how} {there.name} of {theirs.name}"
                    yield Finding(holder, f"{prop}/{pattern}/{there.urn}", text)


def _behind(holder: View) -> set[str]:
    """URNs of what the document, or the grants it is made from, depend on."""
    sources = [holder.resource] + ([holder.parent.resource] if holder.parent else [])
    return {
        urn
        for source in sources
        for prop, urns in source.property_dependencies.items()
        if prop.startswith(("policy", "inlinePolicies", "grants"))
        for urn in urns
    }


def _owners(stack: Stack) -> set[str]:
    found = (_owner(stack, resource) for resource in stack)
    return {owner.urn for owner in found if owner}


def _owner(stack: Stack, resource: Resource) -> Resource | None:
    """The outermost component around the resource that is an architecture."""
    found = None
    seen = {resource.urn}
    while (above := stack.get(resource.parent)) is not None and above.urn not in seen:
        seen.add(above.urn)
        resource = above
        if not above.type.startswith(SHARED) and not above.type.startswith("aws:"):
            found = above
    return found
