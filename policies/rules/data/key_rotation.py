"""A key keeps its first key material for ever."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.kms import Key


@rule(
    severity=Severity.LOW,
    title="A key is never rotated",
    why="Whoever got its material once can read all that is ever encrypted with it.",
    fix="Set enableKeyRotation; what is encrypted already stays readable.",
    source="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
)
def key_rotation(key: Key) -> Iterator[Finding]:
    if key.enabled and key.can_rotate and not key.rotates:
        yield Finding(key, "rotation", "has no enableKeyRotation")
