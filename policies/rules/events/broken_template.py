"""A target's input template makes no sound input."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.events import EventTarget
from policies.views.transformer import PLACE, filled

GIVEN = ("aws.events.rule-arn", "aws.events.rule-name", "aws.events.event.ingestion-time",
         "aws.events.event", "aws.events.event.json")  # fmt: skip
"""Names that EventBridge fills in by itself."""


@rule(
    severity=Severity.MEDIUM,
    title="A target's input template is broken",
    why="The target gets something that is no JSON, or an empty place, for every event.",
    fix="Name each <place> in inputPaths, and write an object that is JSON around them.",
    source="sheets 10 and 63; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html",
)
def broken_template(target: EventTarget) -> Iterator[Finding]:
    template = target.text("inputTransformer.inputTemplate")
    if not template:
        return
    paths = target.peek("inputTransformer.inputPaths")
    if paths is UNKNOWN:
        raise Undecided(target.resource, "inputTransformer.inputPaths")
    known = {*(paths if isinstance(paths, dict) else {}), *GIVEN}
    for name in sorted(set(PLACE.findall(template)) - known):
        yield Finding(target, name, f"its template has <{name}>, which inputPaths does not name")
    if template.lstrip().startswith(("{", "[")) and not _is_json(template):
        yield Finding(target, "json", "its template is no JSON once its places are filled")


def _is_json(template: str) -> bool:
    try:
        filled(template)
    except ValueError:
        return False
    return True
