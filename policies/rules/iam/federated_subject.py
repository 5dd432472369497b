"""A role trusts an identity provider that others use, too, and does not say whose identities."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.core import Finding, Open, Severity, rule
from policies.iam import Arn
from policies.views.access import AccessHolder, Entry, limited_by
from policies.views.iam import Role

SHARED = {
    "token.actions.githubusercontent.com": "sub",
    "gitlab.com": "sub",
    "app.terraform.io": "sub",
    "api.pulumi.com": "sub",
    "agent.buildkite.com": "sub",
    "cognito-identity.amazonaws.com": "aud",
    "accounts.google.com": "aud",
    "www.amazon.com": "app_id",
    "graph.facebook.com": "app_id",
}
"""Providers that everybody shares → the claim that tells their customers apart."""

ANYBODY = ("repo:*", "project_path:*", "organization:*")
"""Beginnings of subjects that are nobody's own."""


@rule(
    severity=Severity.HIGH,
    title="A role trusts all identities of a provider",
    why="The provider serves others too: any of their pipelines or users may take on the role.",
    fix="Add a condition on the provider's claim: sub with repository and branch, or aud.",
    source="sheet 55; https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html",
)
def federated_subject(role: Role) -> Iterator[Finding | Open]:
    for entry in AccessHolder(role.resource, role.stack).allowing():
        for principal in entry.statement.principals.get("Federated", ()):
            if not isinstance(principal, str):
                yield Open(role.resource, f"{entry.prop}.Principal.Federated")
                continue
            provider = _host(principal)
            claim = SHARED.get(provider)
            if claim and not _held(entry, f"{provider}:{claim}"):
                message = f"{entry.where} trusts {provider} for any {claim}"
                yield Finding(role, f"{entry.prop}/{provider}", message)


def _host(principal: str) -> str:
    """`arn:…:oidc-provider/gitlab.com/group` -> `gitlab.com`."""
    arn = Arn.parse(principal)
    return (arn.resource.removeprefix("oidc-provider/") if arn else principal).split("/")[0]


def _held(entry: Entry, claim: str) -> bool:
    return limited_by(entry.statement, claim.lower()) and not any(
        value.startswith(ANYBODY) for value in _values(entry.statement.condition, claim)
    )


def _values(condition: Mapping[str, Any], claim: str) -> Iterator[str]:
    for block in condition.values():
        for key, values in block.items() if isinstance(block, Mapping) else ():
            if str(key).lower() == claim.lower():
                listed = values if isinstance(values, (list, tuple)) else [values]
                yield from (value for value in listed if isinstance(value, str))
