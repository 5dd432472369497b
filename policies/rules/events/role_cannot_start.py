"""The role of a target, schedule or pipe does not let it do its work."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.access import AccessHolder
from policies.views.attached import Attached, documents_by_role
from policies.views.iam import Role
from policies.views.starters import Need, Starter


@rule(
    severity=Severity.HIGH,
    title="EventBridge's role cannot do what it is for",
    why="Nothing arrives, and only a metric of failed invocations shows it.",
    fix="Let the role trust the service that the message names, and allow that action on the "
    "target's ARN (AppSync: on the API's).",
    source="sheets 10, 29, 30, 79 and 80; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html",
)
def role_cannot_start(stack: Stack) -> Iterator[Finding | Open]:
    starters = stack.of(Starter)
    policies = documents_by_role(stack) if starters else {}
    for starter in starters:
        try:
            role = starter.role
            if role is None:
                continue  # None at all, or of another stack.
            yield from _trust(starter, role)
            for need in starter.needs():
                yield from _allowed(starter, role, need, policies.get(role.urn, []))
        except Undecided as unknown:
            yield Open.of(unknown)


def _trust(starter: Starter, role: Role) -> Iterator[Finding]:
    entries = list(AccessHolder(role.resource, role.stack).allowing())
    if not any(kind == "*" or who == starter.service for e in entries for kind, who in e.who):
        message = f"{role.name} does not trust {starter.service}"
        yield Finding(starter, f"trust/{role.name}", message)


def _allowed(
    starter: Starter, role: Role, need: Need, policies: list[Attached]
) -> Iterator[Finding | Open]:
    unclear: Attached | None = None
    covering = []
    for held in policies:
        if held.document is None:
            unclear = unclear or held
            continue
        statements = held.document.allowing()
        covering += [s for s in statements if any(s.covers(a) for a in need.actions)]
    reaching = [s for s in covering if not need.arn or s.reaches(need.arn) is not False]
    if "appsync:GraphQL" in need.actions:
        reaching = [s for s in covering if not _names_endpoint(s.resources)]
    if reaching:
        return
    if unclear is not None:
        why = unclear.because.because if unclear.because else f"is {unclear.managed}"
        yield Open(unclear.holder.resource, unclear.prop, why)
        return
    action = need.actions[0]
    how = "allows it on another ARN" if covering else "does not allow it"
    message = f"needs {action} on {need.what}; {role.name} {how}"
    yield Finding(starter, f"{action}/{need.what}", message)


def _names_endpoint(resources: tuple[object, ...]) -> bool:
    """Whether all that a statement names is endpoints, which policies of AppSync do not know."""
    return bool(resources) and all(
        isinstance(one, str) and ":endpoints/graphql-api/" in one for one in resources
    )
