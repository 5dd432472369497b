"""Which policy is on which role, user or group, over all the ways that AWS has for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from policies import iam
from policies.iam import Document
from policies.values import UNKNOWN
from policies.view import Stack, Undecided, View
from policies.views.iam import (
    GroupPolicy,
    Policy,
    PolicyAttachment,
    Role,
    RolePolicy,
    RolePolicyAttachment,
    RolePolicyAttachmentsExclusive,
    UserPolicy,
    parsed,
)
from policies.views.linked import linked, listed


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
    for arn in listed(view, prop):
        if isinstance(arn, str) and arn not in known and iam.last_part(arn) not in known:
            found.append(Attached(view, prop, managed=arn))
        elif arn is UNKNOWN and not made_here:
            found.append(Attached(view, prop, because=Undecided(view.resource, prop)))
    return found


def _document(view: View, prop: str) -> Attached:
    try:
        document = view.document if isinstance(view, RolePolicy) else parsed(view, prop)
    except Undecided as unknown:
        return Attached(view, prop, because=unknown)
    return Attached(view, prop, document)
