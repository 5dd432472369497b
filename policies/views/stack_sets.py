"""Views of CloudFormation: stack sets."""

from __future__ import annotations

from policies.view import View


class StackSet(View):
    """`aws.cloudformation.StackSet`: one template in many accounts."""

    token = "aws:cloudformation/stackSet:StackSet"

    @property
    def by_organization(self) -> bool:
        """Whether it goes to organizational units, not to accounts that are listed."""
        return self.text("permissionModel") == "SERVICE_MANAGED"
