"""A connection's credential stands in plain text in the program and its state."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.values import UNKNOWN
from policies.views.events import EventConnection


@rule(
    severity=Severity.HIGH,
    title="A connection's credential stands in plain text",
    why="Whoever reads the program or its state can call the other side under its name.",
    fix="Take it from a Pulumi secret (require_secret), and have a new one issued.",
    source="sheet 29; https://www.pulumi.com/docs/iac/concepts/secrets/",
)
def plaintext_credential(connection: EventConnection) -> Iterator[Finding]:
    for path in connection.secrets():
        value = connection.peek(path)
        # What is not known yet comes from elsewhere and does not stand in the program.
        if value in (None, "") or value is UNKNOWN or connection.secret(path):
            continue
        yield Finding(connection, path, f"holds {path} in plain text")
