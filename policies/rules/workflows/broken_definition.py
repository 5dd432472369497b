"""A state machine's definition leads nowhere."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.core import Finding, Joined, Severity, rule
from policies.views.definitions import definition, levels
from policies.views.sfn import StateMachine

ENDS = ("Succeed", "Fail")


@rule(
    severity=Severity.MEDIUM,
    title="A state machine's steps do not connect",
    why="AWS refuses the definition in the middle of the deployment, or a step never runs.",
    fix="Name states that exist in StartAt, Next, Default and Catch, and give each a Next or End.",
    source="https://states-language.net/spec.html",
)
def broken_definition(machine: Joined[StateMachine]) -> Iterator[Finding]:
    found = definition(machine)
    if not isinstance(found.get("States"), Mapping) or not found["States"]:
        yield Finding(machine, "states", "has no States")
        return
    for inside, part in levels(found):
        where = f" in {inside}" if inside else ""
        for problem in _problems(part):
            yield Finding(machine, f"{inside}/{problem}", f"{problem}{where}")


def _problems(part: Mapping[str, Any]) -> Iterator[str]:
    known = {str(name) for name in part["States"]}
    start = str(part.get("StartAt"))
    if start not in known:
        yield f"StartAt names {start}, which is no state"
    reached = {start}
    for name, body in part["States"].items():
        if not isinstance(body, Mapping):
            yield f"{name} is no object"
            continue
        following = list(_following(body))
        reached.update(following)
        for target in sorted(set(following) - known):
            yield f"{name} leads to {target}, which is no state"
        if not following and body.get("End") is not True and body.get("Type") not in ENDS:
            yield f"{name} has neither Next nor End"
    for name in sorted(known - reached):
        yield f"nothing leads to {name}"


def _following(body: Mapping[str, Any]) -> Iterator[str]:
    listed = [body]
    for key in ("Choices", "Catch"):
        value = body.get(key)
        listed += (
            [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
        )
    for item in listed:
        for key in ("Next", "Default"):
            if isinstance(item.get(key), str):
                yield item[key]
