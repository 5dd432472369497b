"""The policies of a role together let it give itself all permissions."""

from collections.abc import Iterator, Sequence

from policies.core import Finding, Open, Severity, Stack, rule
from policies.escalation import PASS_ROLE, WAYS, Way
from policies.iam import Statement, action_matches, broad_pattern, has_wildcard
from policies.view import View
from policies.views.access import limited_by
from policies.views.attached import NO_ROLE, Attached, documents_by_role, other_documents

LIMITS = ("iam:permissionsboundary", "iam:policyarn", "aws:resourcetag/*", "iam:resourcetag/*")


@rule(
    severity=Severity.HIGH,
    title="A role can give itself all permissions",
    why="Code that is broken into does not stay within what its policies say.",
    fix="Name the resources, or add the condition iam:PermissionsBoundary or iam:PassedToService.",
    source="sheets 37 and 55; https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
)
def privilege_escalation(stack: Stack) -> Iterator[Finding | Open]:
    policies = documents_by_role(stack)
    all_of_roles = [item for attached in policies.values() for item in attached]
    alone = [*policies.get(NO_ROLE, ()), *other_documents(stack, all_of_roles)]
    together = [(View(role, stack), policies[role.urn]) for role in stack if role.urn in policies]
    for holder, attached in [*together, *((item.holder, [item]) for item in alone)]:
        for item in attached:
            if item.because is not None:
                yield Open.of(item.because)
        yield from _ways(holder, attached)


def _ways(holder: View, attached: Sequence[Attached]) -> Iterator[Finding]:
    statements = [s for item in attached if item.document for s in item.document]
    allowing = [s for s in statements if s.allows]
    if not any(_may_begin(pattern) for s in allowing for pattern in s.actions):
        return
    denying = [s for s in statements if not s.allows and not s.condition]
    for way in WAYS:
        if all(
            any(_gives(statement, action, way, holder) for statement in allowing)
            and not any(s.covers(action) and "*" in s.resources for s in denying)
            for action in way.actions
        ):
            message = f"can {way.gain}: {' and '.join(way.actions)}"
            yield Finding(holder, ",".join(way.actions), message)


def _may_begin(pattern: str) -> bool:
    """Whether a way may begin with the pattern; most policies hold none that does."""
    service = pattern.partition(":")[0].lower()
    return (service in ("iam", "lambda") or has_wildcard(service)) and (
        pattern != "lambda:InvokeFunction"
    )


def _gives(statement: Statement, action: str, way: Way, holder: View) -> bool:
    # Patterns of whole services, and all but some actions, are another rule's.
    named = [pattern for pattern in statement.actions if pattern.partition(":")[2].strip("*")]
    if not any(action_matches(pattern, action) for pattern in named):
        return False
    if limited_by(statement, *LIMITS):
        return False
    if action == PASS_ROLE:
        return _anywhere(statement, holder) and _passes_to(statement, way.passed_to)
    # What only creates or starts needs no particular resource.
    return len(way.actions) > 1 or _anywhere(statement, holder)


def _anywhere(statement: Statement, holder: View) -> bool:
    """Whether the statement names resources of any name, or the holder itself."""
    if statement.not_resources or holder.urn in statement.nodes:
        return True
    own = holder.peek("arn")
    return any(
        isinstance(pattern, str) and (broad_pattern(pattern) or pattern == own)
        for pattern in statement.resources
    )


def _passes_to(statement: Statement, service: str) -> bool:
    asked = [
        value
        for values in statement.condition_values("iam:PassedToService").values()
        for value in values
    ]
    return not asked or any(isinstance(v, str) and action_matches(v, service) for v in asked)
