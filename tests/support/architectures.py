"""One architecture by itself, deployed once for all tests that ask for the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from components.architecture import Architecture
from components.settings import Context
from tests.support.recorder import Deployed, deploy, inside

NETWORK = {"vpc_id": "vpc-1", "subnet_ids": ["subnet-1", "subnet-2"], "cidr": "10.9.0.0/16"}
"""A VPC that is there already; an architecture that makes its own has twenty resources more."""

_deployed: dict[str, Deployed] = {}


def alone(
    kind: type[Architecture],
    name: str,
    settings: Mapping[str, Any],
    *,
    preview: bool = False,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
    context: Context | None = None,
) -> Deployed:
    """What `kind` registers with these settings, which are JSON: to be read and left as it is.

    preview, answers: as in `deploy`. context: that of the environment around it.
    """
    asked = json.dumps([kind.token(), name, settings, preview, answers, repr(context)])
    if asked not in _deployed:
        args = kind.args_class().model_validate(dict(settings))
        _deployed[asked] = deploy(
            lambda: kind(name, args, inside(context) if context else None),
            preview=preview,
            answers=answers,
        )
    return _deployed[asked]
