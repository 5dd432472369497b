"""What promotes a canary or rolls it back: calls that AWS documents, in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tools.canary import CanaryError
from tools.canary.stage import ApiGateway, Canary, Stage


@dataclass(frozen=True)
class Plan:
    """What is done to the stage: each step one call; and what the stack file must say after it."""

    says: str
    steps: tuple[tuple[Mapping[str, str], ...], ...]
    then: str


REMOVE = ({"op": "remove", "path": "/canarySettings"},)


def promote(stage: Stage) -> Plan:
    """The canary's deployment and variables become the stage's own; then the canary goes.

    Two calls, as AWS documents it. After a first call alone the canary is the stable deployment
    itself: promoting again ends it.
    """
    canary = _canary_of(stage)
    then = (
        f"set `stable` to the label of {stage.named(canary.deployment)}, remove `candidate`"
        " and run pulumi up: only state and the old deployment change"
    )
    if canary.deployment == stage.deployment:
        return Plan("end the canary, which is the stable deployment itself", (REMOVE,), then)
    move = [
        _set("/canarySettings/percentTraffic", "0.0"),
        _set("/deploymentId", canary.deployment),
        *(_set(f"/variables/{_step(key)}", value) for key, value in canary.overrides.items()),
    ]
    says = f"every request to {stage.named(canary.deployment)}; end the canary"
    return Plan(says, (tuple(move), REMOVE), then)


def rollback(stage: Stage) -> Plan:
    """Every request goes to the stable deployment, which was never touched."""
    _canary_of(stage)
    return Plan(
        f"every request to {stage.named(stage.deployment)}; end the canary",
        (REMOVE,),
        "remove `candidate` and run pulumi up: the API's definition becomes the stable one's",
    )


def _canary_of(stage: Stage) -> Canary:
    if stage.canary is None:
        raise CanaryError(
            f"stage {stage.name} of {stage.api} has no canary, only"
            f" {stage.named(stage.deployment)}: nothing to promote or to roll back"
        )
    return stage.canary


def _set(path: str, value: str) -> Mapping[str, str]:
    return {"op": "replace", "path": path, "value": value}


def _step(key: str) -> str:
    """A name inside a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def carry_out(client: ApiGateway, stage: Stage, plan: Plan) -> Stage:
    """Do the steps and give the stage as it is then."""
    for operations in plan.steps:
        client.update_stage(
            restApiId=stage.api, stageName=stage.name, patchOperations=list(operations)
        )
    return Stage.read(client, stage.api, stage.name)
