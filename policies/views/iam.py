"""Views of IAM: roles, policies, and which policy is on which role.

At preview the text of a policy that names a new resource is unknown as a whole. Components of
this project send the same facts as `grants`; `RolePolicy.document` then comes from those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from policies import iam
from policies.iam import Document
from policies.values import UNKNOWN
from policies.view import Resource, Stack, Undecided, V, View

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
                yield path, _parsed(self, path)
        else:
            yield "policy", _parsed(self, "policy")


class Role(View):
    """`aws.iam.Role`."""

    token = "aws:iam/role:Role"

    @property
    def trust(self) -> Document:
        """Who may assume the role (`assumeRolePolicy`)."""
        return _parsed(self, "assumeRolePolicy")

    @property
    def managed_policy_arns(self) -> list[Any]:
        """ARNs of attached policies; those that preview does not know are `UNKNOWN`."""
        return _listed(self, "managedPolicyArns")

    @property
    def permissions_boundary(self) -> str:
        """ARN of the boundary; empty if there is none."""
        return self.text("permissionsBoundary")

    def inline_policies(self) -> Iterator[tuple[str, Any]]:
        """(path, raw text) of each policy written into the role itself."""
        for index, item in enumerate(_listed(self, "inlinePolicies")):
            path = f"inlinePolicies[{index}]"
            if item is UNKNOWN:
                raise Undecided(self.resource, path)
            # An empty block is how "no inline policies at all" is written.
            if isinstance(item, dict) and item.get("policy") is not None:
                yield f"{path}.policy", item["policy"]


class Policy(View):
    """`aws.iam.Policy`: a managed policy of the account."""

    token = "aws:iam/policy:Policy"

    @property
    def document(self) -> Document:
        return _parsed(self, "policy")


class UserPolicy(View):
    """`aws.iam.UserPolicy`: an inline policy of a user."""

    token = "aws:iam/userPolicy:UserPolicy"

    @property
    def document(self) -> Document:
        return _parsed(self, "policy")


class GroupPolicy(View):
    """`aws.iam.GroupPolicy`: an inline policy of a group."""

    token = "aws:iam/groupPolicy:GroupPolicy"

    @property
    def document(self) -> Document:
        return _parsed(self, "policy")


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
        return _listed(self, self.prop)


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


@dataclass(frozen=True, eq=False)
class Attached:
    """One policy of a role, and the place that says so.

    One of the three is set: `document`; `managed`, the ARN of a policy that this stack does not
    make; or `because`, why neither is known.
    """

    holder: View
    prop: str
    document: Document | None = None
    managed: str = ""
    because: Undecided | None = None


NO_ROLE = ""
"""Key of policies whose role is unknown or of another stack."""


def documents_by_role(stack: Stack) -> dict[str, list[Attached]]:
    """URN of each role → its policies; read once for all rules, also before all is there."""
    return stack.once(_documents_by_role)


def _documents_by_role(stack: Stack) -> dict[str, list[Attached]]:
    found: dict[str, list[Attached]] = defaultdict(list)
    for role in stack.of(Role):
        found[role.urn] += _inline(role) + _managed(role, "managedPolicyArns")
    for policy in stack.of(RolePolicy):
        attached = _document(policy, "policy")
        for key in _role_keys(policy, "role"):
            found[key].append(attached)
    for kind, roles, policies in (
        (RolePolicyAttachment, "role", "policyArn"),
        (PolicyAttachment, "roles", "policyArn"),
        (RolePolicyAttachmentsExclusive, "roleName", "policyArns"),
    ):
        for attachment in stack.of(kind):
            managed = _managed(attachment, policies)
            for key in _role_keys(attachment, roles):
                found[key] += managed
    return dict(found)


def other_documents(stack: Stack, on_roles: Iterable[Attached]) -> list[Attached]:
    """The policies of users and groups, and the managed ones that are not among `on_roles`."""
    attached = {item.holder.urn for item in on_roles}
    return [
        _document(policy, "policy")
        for kind in (UserPolicy, GroupPolicy, Policy)
        for policy in stack.of(kind)
        if policy.urn not in attached
    ]


def documents_of(role: Role) -> list[Attached]:
    """Every policy of `role`."""
    return documents_by_role(role.stack).get(role.urn, []) if role.stack else []


def linked(view: View, prop: str, kind: type[V]) -> list[V]:
    """Every `kind` that `prop`, one value or a list, may name.

    By name, ARN or id where all values are known, else also over recorded dependencies, which
    work before ARNs exist. Before the stack is complete an ARN is compared by its last part.
    """
    stack = view.stack
    if stack is None:
        return []
    values = _listed(view, prop)
    named = [
        found for value in values if isinstance(value, str) for found in _find(stack, kind, value)
    ]
    if values and len(named) == len(values):
        return named
    behind = [stack.get(urn) for urn in view.resource.property_dependencies.get(prop, ())]
    linked = [kind(r, stack) for r in behind if r and r.type in kind.tokens()]
    return list(dict.fromkeys(named + linked))


def gathered(
    stack: Stack, kind: type[V], prop: str, to: type[View]
) -> Iterator[tuple[View, list[V]]]:
    """(place, all that name it at `prop`, sorted by URN): a `to` of this stack or, where it is of
    another one and `prop` is its name, the first of those that name it."""
    found: dict[View | str, list[V]] = defaultdict(list)
    for view in stack.of(kind):
        places, name = linked(view, prop, to), view.peek(prop)
        if len(places) == 1:
            found[places[0]].append(view)
        elif isinstance(name, str) and name:
            found[name].append(view)
    for place, several in found.items():
        several.sort(key=lambda view: view.urn)
        yield place if isinstance(place, View) else several[0], several


def linking(target: View, kind: type[V], prop: str) -> list[V]:
    """Every `kind` that may name `target` at `prop`: `linked` backwards."""
    stack = target.stack or Stack()
    return stack.once(_linking, kind, prop, type(target)).get(target.urn, [])


def _linking(stack: Stack, kind: type[V], prop: str, to: type[View]) -> dict[str, list[V]]:
    found: dict[str, list[V]] = defaultdict(list)
    for view in stack.of(kind):
        for target in dict.fromkeys(linked(view, prop, to)):
            found[target.urn].append(view)
    return dict(found)


def _find(stack: Stack, kind: type[V], identity: str) -> list[V]:
    found = stack.find(kind, identity)
    if found or stack.complete or ":iam::aws:" in identity:
        return found
    return stack.find(kind, iam.last_part(identity))


def _role_keys(view: View, prop: str) -> list[str]:
    return [role.urn for role in linked(view, prop, Role)] or [NO_ROLE]


def _inline(role: Role) -> list[Attached]:
    try:
        return [_document(role, path) for path, _ in role.inline_policies()]
    except Undecided as unknown:
        return [Attached(role, unknown.prop, because=unknown)]


def _managed(view: View, prop: str) -> list[Attached]:
    made_here = linked(view, prop, Policy)
    found = [_document(policy, "policy") for policy in made_here]
    known = {identity for policy in made_here for identity in policy.identities()}
    for arn in _listed(view, prop):
        if isinstance(arn, str) and arn not in known and iam.last_part(arn) not in known:
            found.append(Attached(view, prop, managed=arn))
        elif arn is UNKNOWN and not made_here:
            found.append(Attached(view, prop, because=Undecided(view.resource, prop)))
    return found


def _document(view: View, prop: str) -> Attached:
    try:
        document = view.document if isinstance(view, RolePolicy) else _parsed(view, prop)
    except Undecided as unknown:
        return Attached(view, prop, because=unknown)
    return Attached(view, prop, document)


def _of_role(stack: Stack, resource: Resource) -> Document:
    policy = RolePolicy(resource, stack)
    parent = policy.parent
    if parent is None or parent.peek("grants") is None:
        return _parsed(policy, "policy")
    if policy.peek("policy") is not UNKNOWN:
        return iam.explained(_parsed(policy, "policy"), _granted(parent))
    return _granted(parent)


def _granted(parent: View) -> Document:
    try:
        return iam.from_grants(parent.peek("grants"), own=_own(parent))
    except iam.DocumentError as error:
        raise Undecided(parent.resource, error.path, str(error)) from None


def _parsed(view: View, path: str) -> Document:
    try:
        return (view.stack or Stack()).once(_read, view.resource, path)
    except iam.DocumentError as error:
        inner = f"{path}.{error.path}" if error.path else path
        raise Undecided(view.resource, inner, str(error)) from None


def _read(stack: Stack, resource: Resource, path: str) -> Document:
    return iam.parse(View(resource, stack).peek(path))


def _listed(view: View, prop: str) -> list[Any]:
    value = view.peek(prop)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _own(component: View) -> str:
    """URN of the function or state machine that `component` is around; "self" if not seen yet."""
    if component.stack is None:
        return "self"
    inside = component.stack.children(component.urn)
    own = [resource.urn for resource in inside if resource.type in OWN_TYPES]
    return own[0] if len(own) == 1 else "self"
