"""A stage with its canary, as AWS has it now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


class ApiGateway(Protocol):
    """What is used of boto3's client `apigateway`."""

    def get_stage(self, *, restApiId: str, stageName: str) -> Mapping[str, Any]: ...  # noqa: N803
    def get_deployment(self, *, restApiId: str, deploymentId: str) -> Mapping[str, Any]: ...  # noqa: N803
    def update_stage(
        self,
        *,
        restApiId: str,  # noqa: N803
        stageName: str,  # noqa: N803
        patchOperations: Sequence[Mapping[str, str]],  # noqa: N803
    ) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Canary:
    """The canary settings of a stage: percent 0 to 100, `overrides` of stage variables."""

    deployment: str
    percent: float
    overrides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """A stage as AWS has it now."""

    api: str
    name: str
    deployment: str
    variables: Mapping[str, str]
    canary: Canary | None
    labels: Mapping[str, str]
    """Deployment → its description (`release v1`); empty where it has none."""

    @classmethod
    def read(cls, client: ApiGateway, api: str, name: str) -> Stage:
        """The stage; raises `botocore.exceptions.ClientError` where there is none."""
        found = client.get_stage(restApiId=api, stageName=name)
        given = found.get("canarySettings")
        canary = None
        if given:
            canary = Canary(
                given["deploymentId"],
                float(given.get("percentTraffic", 0)),
                dict(given.get("stageVariableOverrides") or {}),
            )
        deployments = [found["deploymentId"], *([canary.deployment] if canary else [])]
        labels = {
            id_: client.get_deployment(restApiId=api, deploymentId=id_).get("description", "")
            for id_ in dict.fromkeys(deployments)
        }
        variables = dict(found.get("variables") or {})
        return cls(api, name, found["deploymentId"], variables, canary, labels)

    def named(self, deployment: str) -> str:
        """`release v1 (deployment abc123)`."""
        label = self.labels.get(deployment)
        return f"{label} (deployment {deployment})" if label else f"deployment {deployment}"

    def lines(self) -> list[str]:
        """The stage in words."""
        said = [f"stage {self.name} of {self.api}", f"  stable: {self.named(self.deployment)}"]
        if self.canary is None:
            return [*said, "  no canary"]
        said.append(f"  canary: {self.named(self.canary.deployment)}, {self.canary.percent:g} %")
        said += [
            f"  canary variable {key}: {value}, stable {self.variables.get(key, 'has none')}"
            for key, value in self.canary.overrides.items()
        ]
        return said
