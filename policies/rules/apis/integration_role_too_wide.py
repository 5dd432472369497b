"""The role of an API's integration may do more than the integration does."""

from collections import defaultdict
from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.iam import Document, action_matches
from policies.view import Undecided
from policies.views.attached import documents_by_role
from policies.views.iam import Role
from policies.views.service_integrations import ServiceIntegration, granted

BESIDES = ("kms:*", "logs:*", "xray:*")
"""What integrations may need besides: keys of encrypted queues, logs and traces."""


@rule(
    severity=Severity.MEDIUM,
    title="An integration's role allows more than is called",
    why="Whoever can change a template or a parameter can use what is left over.",
    fix="Give each integration a role of its own with its one action on its one resource.",
    source="sheets 60, 69; https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)
def wider_than_its_integrations(stack: Stack) -> Iterator[Finding | Open]:
    called: dict[Role, set[str]] = defaultdict(set)
    users: dict[Role, ServiceIntegration] = {}
    for integration in stack.of(ServiceIntegration):
        try:
            if not integration.is_service:
                continue
            for role in integration.roles():
                # An action that the URI does not say makes the role's due unknown.
                called[role].add(integration.action or "*")
                users[role] = integration
        except Undecided as unknown:
            yield Open.of(unknown)
    by_role = documents_by_role(stack)
    for role, actions in called.items():
        if "*" in actions:
            continue
        try:
            left = sorted(
                {
                    action
                    for document in granted(users[role], by_role)
                    for action in _left_over(document, actions)
                }
            )
        except Undecided as unknown:
            yield Open.of(unknown)
            continue
        if left:
            more = f"{', '.join(left[:3])}{' and more' if left[3:] else ''}"
            message = f"allows {more}; its integrations call {', '.join(sorted(actions))}"
            yield Finding(role, ",".join(left), message)


def _left_over(document: Document, called: set[str]) -> Iterator[str]:
    folded = {action.lower() for action in called}
    for statement in document.allowing():
        if statement.not_actions:
            yield f"all but {', '.join(statement.not_actions)}"
        for action in statement.actions:
            if any(action_matches(pattern, action) for pattern in BESIDES):
                continue
            if action.lower() not in folded:
                yield action
