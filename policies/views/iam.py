"""Views of IAM: roles, policies, and which policy is on which role.

At preview the text of a policy that names a new resource is unknown as a whole. Components of
this project send the same facts as `grants`; `RolePolicy.document` then comes from those.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policies import iam
from policies.iam import Document
from policies.values import UNKNOWN
from policies.view import Resource, Stack, Undecided, View
from policies.views.linked import listed

OWN_TYPES = ("aws:lambda/function:Function", "aws:sfn/stateMachine:StateMachine")
"""What a component means by "self"."""


class DocumentHolder(View):
    """Everything that holds a policy document: what it lets somebody do, not who may assume it."""

    token = (
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/policy:Policy",
        "aws:iam/userPolicy:UserPolicy",
        "aws:iam/groupPolicy:GroupPolicy",
        "aws:iam/role:Role",
    )

    def documents(self) -> Iterator[tuple[str, Document]]:
        """(property, document) of each; raises `Undecided` at the first that is not known."""
        if self.resource.type in RolePolicy.tokens():
            yield "policy", RolePolicy(self.resource, self.stack).document
        elif self.resource.type in Role.tokens():
            for path, _ in Role(self.resource, self.stack).inline_policies():
                yield path, parsed(self, path)
        else:
            yield "policy", parsed(self, "policy")


class Role(View):
    """`aws.iam.Role`."""

    token = "aws:iam/role:Role"

    @property
    def trust(self) -> Document:
        """Who may assume the role (`assumeRolePolicy`)."""
        return parsed(self, "assumeRolePolicy")

    @property
    def managed_policy_arns(self) -> list[Any]:
        """ARNs of attached policies; those that preview does not know are `UNKNOWN`."""
        return listed(self, "managedPolicyArns")

    @property
    def permissions_boundary(self) -> str:
        """ARN of the boundary; empty if there is none."""
        return self.text("permissionsBoundary")

    def inline_policies(self) -> Iterator[tuple[str, Any]]:
        """(path, raw text) of each policy written into the role itself."""
        for index, item in enumerate(listed(self, "inlinePolicies")):
            path = f"inlinePolicies[{index}]"
            if item is UNKNOWN:
                raise Undecided(self.resource, path)
            # An empty block is how "no inline policies at all" is written.
            if isinstance(item, dict) and item.get("policy") is not None:
                yield f"{path}.policy", item["policy"]


class Policy(View):
    """`aws.iam.Policy`: a managed policy of the account."""

    token = "aws:iam/policy:Policy"


class UserPolicy(View):
    """`aws.iam.UserPolicy`: an inline policy of a user."""

    token = "aws:iam/userPolicy:UserPolicy"


class GroupPolicy(View):
    """`aws.iam.GroupPolicy`: an inline policy of a group."""

    token = "aws:iam/groupPolicy:GroupPolicy"


class AccessKey(View):
    """`aws.iam.AccessKey`: a key of a user."""

    token = "aws:iam/accessKey:AccessKey"

    @property
    def active(self) -> bool:
        """Whether it can be used; `Active` where nothing is set."""
        return self.text("status", "Active") == "Active"


class RolePolicy(View):
    """`aws.iam.RolePolicy`: an inline policy of a role."""

    token = "aws:iam/rolePolicy:RolePolicy"

    @property
    def role(self) -> Role | None:
        """The role, if this stack makes it."""
        return self.follow("role", Role)

    @property
    def document(self) -> Document:
        """The document, from the grants of the component around it while its text is unknown.

        A known text has the nodes, paths and reasons of those grants, too. Raises `Undecided`
        where the text is unknown and there are no grants, or they say too little.
        """
        return (self.stack or Stack()).once(_of_role, self.resource)


class RolePolicyAttachment(View):
    """`aws.iam.RolePolicyAttachment`: one managed policy on one role."""

    token = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"

    @property
    def role(self) -> Role | None:
        return self.follow("role", Role)

    @property
    def policy_arn(self) -> str:
        return self.text("policyArn")

    @property
    def policy(self) -> Policy | None:
        """The policy, if this stack makes it."""
        return self.follow("policyArn", Policy)


class PolicyAttachment(View):
    """`aws.iam.PolicyAttachment`: one managed policy on all of `roles`, and on no other."""

    token = "aws:iam/policyAttachment:PolicyAttachment"

    @property
    def policy_arn(self) -> str:
        return self.text("policyArn")

    @property
    def policy(self) -> Policy | None:
        return self.follow("policyArn", Policy)


class RolePolicyAttachmentsExclusive(View):
    """`aws.iam.RolePolicyAttachmentsExclusive`: all managed policies of one role."""

    token = "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive"


MANAGED_IN = {
    "aws:iam/role:Role": "managedPolicyArns",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
    "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
}
"""Type → the property that names managed policies."""


class ManagedPolicies(View):
    """Everything that puts managed policies on somebody."""

    token = tuple(MANAGED_IN)

    @property
    def prop(self) -> str:
        """The property that names them."""
        return MANAGED_IN[self.resource.type]

    @property
    def arns(self) -> list[Any]:
        """ARNs; those that preview does not know are `UNKNOWN`."""
        return listed(self, self.prop)


class UserPolicies(View):
    """Everything that puts a policy on users."""

    token = (
        "aws:iam/userPolicy:UserPolicy",
        "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        "aws:iam/policyAttachment:PolicyAttachment",
    )

    @property
    def names_users(self) -> bool:
        """Whether it is on a user, known or not."""
        if not self.resource.type.endswith(":PolicyAttachment"):
            return True
        users = self.peek("users")
        return users is UNKNOWN or bool(users)


def _of_role(stack: Stack, resource: Resource) -> Document:
    policy = RolePolicy(resource, stack)
    parent = policy.parent
    if parent is None or parent.peek("grants") is None:
        return parsed(policy, "policy")
    if policy.peek("policy") is not UNKNOWN:
        return iam.explained(parsed(policy, "policy"), _granted(parent))
    return _granted(parent)


def _granted(parent: View) -> Document:
    try:
        return iam.from_grants(parent.peek("grants"), own=_own(parent))
    except iam.DocumentError as error:
        raise Undecided(parent.resource, error.path, str(error)) from None


def parsed(view: View, path: str) -> Document:
    """The document whose text stands at `path`; raises `Undecided` where it is not known."""
    try:
        return (view.stack or Stack()).once(_read, view.resource, path)
    except iam.DocumentError as error:
        inner = f"{path}.{error.path}" if error.path else path
        raise Undecided(view.resource, inner, str(error)) from None


def _read(stack: Stack, resource: Resource, path: str) -> Document:
    return iam.parse(View(resource, stack).peek(path))


def _own(component: View) -> str:
    """URN of the function or state machine that `component` is around; "self" if not seen yet."""
    if component.stack is None:
        return "self"
    inside = component.stack.children(component.urn)
    own = [resource.urn for resource in inside if resource.type in OWN_TYPES]
    return own[0] if len(own) == 1 else "self"
