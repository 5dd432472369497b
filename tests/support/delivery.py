"""Delivery streams of Firehose for rule tests."""

from __future__ import annotations

from typing import Any

from policies.view import Resource
from tests.support.builders import resource

DELIVERY_STREAM = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"


def delivery(name: str, /, to: str = "extendedS3", props: Any = None, **config: Any) -> Resource:
    """A delivery stream; `config` is its destination's, `props` the rest of it."""
    return resource(DELIVERY_STREAM, name, **{f"{to}Configuration": config}, **(props or {}))


def steps(*processors: dict[str, Any], enabled: Any = True) -> dict[str, Any]:
    """A processing configuration."""
    return {"enabled": enabled, "processors": list(processors)}


def step(kind: Any, **parameters: Any) -> dict[str, Any]:
    """One processor: `step("Lambda", LambdaArn=…)`."""
    listed = [{"parameterName": k, "parameterValue": v} for k, v in parameters.items()]
    return {"type": kind, "parameters": listed}
