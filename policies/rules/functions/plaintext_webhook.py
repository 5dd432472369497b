"""A webhook's address stands in a function's environment."""

import re
from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.lambda_ import Function

WEBHOOKS = {
    "Slack": r"https://hooks\.slack(-gov)?\.com/(services|workflows|triggers)/\S+",
    "Teams": r"https://[\w.-]+\.webhook\.office\.com/\S+",
    "Discord": r"https://(\w+\.)?discord(app)?\.com/api/webhooks/\d+/\S+",
}
"""Addresses that are a password at the same time."""


@rule(
    severity=Severity.MEDIUM,
    title="A webhook's address stands in the environment",
    why="Who has the address may post: everybody who may read the function writes alerts that are "
    "none.",
    fix="Store it in Secrets Manager or Parameter Store, and give the function its name or ARN.",
    source="sheet 68; https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
)
def plaintext_webhook(function: Function) -> Iterator[Finding]:
    for name, value in sorted(function.environment.items()):
        # One that is not known yet comes from a resource, and no resource makes a webhook.
        for service, shape in WEBHOOKS.items():
            if isinstance(value, str) and re.search(shape, value):
                yield Finding(function, name, f"{name} holds the address of a {service} webhook")
