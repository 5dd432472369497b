"""A private key stands in plain text in the program and its state."""

import re
from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.private_keys import KeyHolder

KEY = re.compile(r"-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----")


@rule(
    severity=Severity.CRITICAL,
    title="A private key stands in plain text",
    why="Whoever reads the program or its state has the key, and is let in under its name.",
    fix="Take it from a Pulumi secret, and issue a new key: this one is known.",
    source="sheet 12; https://www.pulumi.com/docs/iac/concepts/secrets/",
)
def plain_private_key(holder: KeyHolder) -> Iterator[Finding]:
    value = holder.peek(holder.field)
    if isinstance(value, str) and KEY.search(value) and not holder.secret(holder.field):
        yield Finding(holder, holder.field, f"{holder.field} holds a private key, not as a secret")
