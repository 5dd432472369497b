"""A stage of API Gateway that takes the patches that AWS documents for canaries, and no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from botocore.exceptions import ClientError

API = "a1b2c3d4e5"


class Gateway:
    """boto3's client `apigateway`, as far as `tools.canary` uses it, over one stage of `API`.

    `stage` is what GetStage answers; `fails_at`: number of the update that is throttled.
    """

    def __init__(
        self,
        deployment: str,
        variables: Mapping[str, str],
        canary: Mapping[str, Any] | None,
        name: str = "live",
        fails_at: int | None = None,
    ) -> None:
        self.stage: dict[str, Any] = {"deploymentId": deployment, "variables": dict(variables)}
        if canary:
            self.stage["canarySettings"] = dict(canary)
        self.name = name
        self.calls = 0
        self.fails_at = fails_at

    @property
    def address(self) -> list[str]:
        """Arguments of `python -m tools.canary` that lead here."""
        return ["--api", API, "--stage", self.name]

    def get_stage(self, *, restApiId: str, stageName: str) -> dict[str, Any]:  # noqa: N803
        if (restApiId, stageName) != (API, self.name):
            _refuse("NotFoundException", "Invalid stage identifier specified", "GetStage")
        return self.stage

    def get_deployment(self, *, restApiId: str, deploymentId: str) -> dict[str, Any]:  # noqa: N803
        known = {"one": "release v1", "two": "release v2"}
        return {"id": deploymentId, "description": known.get(deploymentId, "")}

    def update_stage(
        self,
        *,
        restApiId: str,  # noqa: N803
        stageName: str,  # noqa: N803
        patchOperations: Sequence[Mapping[str, str]],  # noqa: N803
    ) -> dict[str, Any]:
        self.calls += 1
        if self.calls == self.fails_at:
            _refuse("TooManyRequestsException", "Too Many Requests", "UpdateStage")
        for operation in patchOperations:
            self._apply(**operation)
        return self.stage

    def _apply(self, op: str, path: str, value: str = "") -> None:
        match path.split("/")[1:]:
            case ["canarySettings"] if op == "remove":
                del self.stage["canarySettings"]
            case ["canarySettings", "percentTraffic"] if op == "replace":
                self.stage["canarySettings"]["percentTraffic"] = float(value)
            case ["deploymentId"] if op == "replace":
                self.stage["deploymentId"] = value
            case ["variables", name] if op == "replace":
                self.stage["variables"][name] = value
            case _:
                _refuse("BadRequestException", f"Invalid patch path {path}", "UpdateStage")


def _refuse(code: str, message: str, operation: str) -> NoReturn:
    raise ClientError({"Error": {"Code": code, "Message": message}}, operation)
