"""One of AWS's managed policies that allow a whole service, or all of them."""

import re
from collections.abc import Iterator

from policies.core import Finding, Joined, Open, Severity, rule
from policies.values import UNKNOWN
from policies.views.iam import ManagedPolicies, Policy
from policies.views.linked import linked

BROAD = re.compile(
    r"arn:aws[\w-]*:iam::aws:policy/(?:[\w-]+/)*"
    r"(?P<name>AdministratorAccess(?:-[\w-]+)?|PowerUserAccess|SystemAdministrator"
    r"|[\w-]*FullAccess(?:V2|_v2)?)"
)


@rule(
    severity=Severity.HIGH,
    title="A managed policy allows a whole service",
    why="It names no resources: a broken function reaches the data of all others.",
    fix="Write a policy with the actions and ARNs that are needed.",
    source="sheet 37; https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html",
    settings={
        "accepted": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Names of managed policies that may be used.",
        }
    },
)
def broad_managed_policy(holder: Joined[ManagedPolicies]) -> Iterator[Finding | Open]:
    for arn in holder.arns:
        if arn is UNKNOWN:
            # AWS's own have ARNs that are always known; this is one of the stack's, if it shows.
            if not linked(holder, holder.prop, Policy):
                yield Open(holder.resource, holder.prop)
            continue
        found = BROAD.fullmatch(arn) if isinstance(arn, str) else None
        if found and found["name"] not in broad_managed_policy.settings["accepted"]:
            yield Finding(holder, arn, f"{holder.prop} names {found['name']}")
