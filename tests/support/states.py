"""Exported states of made-up stacks, from programs of `tests.support.program`."""

import json
from collections.abc import Iterable
from pathlib import Path

from policies.view import Resource
from tests.support.program import Program

OWN_ACCOUNT = "123456789012"
OTHER_ACCOUNT = "210987654321"


def export(
    folder: Path,
    project: str,
    resources: Iterable[Resource],
    stack: str = "prod",
    account: str = OWN_ACCOUNT,
) -> Path:
    """A file as `pulumi stack export` writes it; places of the program move to `account`."""
    found = [
        {
            "urn": resource.urn,
            "type": resource.type,
            "custom": True,
            "inputs": dict(resource.properties),
            "outputs": dict(resource.properties),
            "parent": resource.parent,
            "propertyDependencies": {k: list(v) for k, v in resource.property_dependencies.items()},
        }
        for resource in resources
    ]
    text = json.dumps({"version": 3, "deployment": {"resources": found}})
    text = text.replace("urn:pulumi:test::palisade::", f"urn:pulumi:{stack}::{project}::")
    file = folder / f"{project}.{stack}.json"
    file.write_text(text.replace(OWN_ACCOUNT, account).replace("@own@", OWN_ACCOUNT))
    return file


def relay(name: str, source: str, target: str, *rights) -> list[Resource]:
    """A stack whose function takes from its own queue `source` and sends to the ARN `target`."""
    program = Program(known=True)
    jobs = program.queue(source)
    program.starts(jobs, program.function(name, program.may("sqs:SendMessage", target), *rights))
    return program.resources
