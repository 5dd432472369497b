"""A secret stands in what a rule or schedule sends."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, rule
from policies.values import UNKNOWN
from policies.views.inputs import Sender
from policies.views.secret_names import carries_credential, looks_like, points_elsewhere


@rule(
    severity=Severity.HIGH,
    title="A secret stands in what a rule or schedule sends",
    why="EventBridge shows it in plain text to whoever may list targets or read schedules.",
    fix="Let the target fetch it from Secrets Manager; for an HTTP address use a connection.",
    source="sheet 63; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html",
)
def secret_in_input(sender: Sender) -> Iterator[Finding | Open]:
    for place, name, value in sender.fixed():
        if shape := looks_like(value):
            yield Finding(sender, f"{place}/{name or shape}", f"{place} holds {shape}")
        elif not carries_credential(name):
            continue
        elif value is UNKNOWN:
            yield Open(sender.resource, f"{place}.{name}")
        elif isinstance(value, str) and not points_elsewhere(value):
            yield Finding(sender, f"{place}/{name}", f"{place} holds {name} in plain text")
