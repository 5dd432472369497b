"""A secret stands in a function's environment, for all who may read the function to see."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, rule
from policies.values import UNKNOWN
from policies.views.lambda_ import Function
from policies.views.secret_names import looks_like, points_elsewhere, sounds_secret


@rule(
    severity=Severity.CRITICAL,
    title="A secret stands in a function's environment",
    why="Lambda shows it in plain text to all who may read the function, and keeps it in versions.",
    fix="Store it in Secrets Manager or Parameter Store, and give the function its name or ARN. Is "
    "it none: list the variable in the setting not_secret.",
    source="sheets 06 and 78; https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
    settings={
        "not_secret": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Names of variables that sound secret and are not.",
        }
    },
)
def plaintext_secret(function: Function) -> Iterator[Finding | Open]:
    whole = function.secret("environment.variables")
    if whole:
        message = "environment.variables is one Pulumi secret, but Lambda keeps it in plain text"
        yield Finding(function, "*", message)
    for name, value in sorted(function.environment.items()):
        place = f"environment.variables.{name}"
        if name in plaintext_secret.settings["not_secret"] or points_elsewhere(value):
            continue
        if not whole and function.secret(place):
            message = f"{name} is a Pulumi secret, but Lambda keeps the value in plain text"
            yield Finding(function, name, message)
        elif shape := looks_like(value):
            yield Finding(function, name, f"{name} holds {shape}")
        elif sounds_secret(name) and value is UNKNOWN:
            yield Open(function.resource, place)
        elif sounds_secret(name):
            yield Finding(function, name, f"{name} holds its value in plain text")
