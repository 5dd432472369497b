"""Views of ECS."""

from __future__ import annotations

from policies.view import View
from policies.views.mutual_tls import TargetGroup
from policies.views.private_backend import CloudMapService


class EcsService(View):
    """`aws.ecs.Service`: tasks that are kept running."""

    token = "aws:ecs/service:Service"

    @property
    def public(self) -> bool:
        """Whether its tasks get public addresses."""
        return self.flag("networkConfiguration.assignPublicIp")

    @property
    def target_groups(self) -> list[TargetGroup]:
        """The target groups that it registers its tasks in."""
        return self.follow_all("loadBalancers", TargetGroup)

    @property
    def registries(self) -> list[CloudMapService]:
        """The Cloud Map services that it registers its tasks in."""
        return self.follow_all("serviceRegistries", CloudMapService)
