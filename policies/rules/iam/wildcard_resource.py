"""A policy allows an action on every resource although the action can be limited to some."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, rule
from policies.iam import Statement, broad_pattern, has_wildcard
from policies.iam_actions import action_facts, actions_matching
from policies.text import some
from policies.values import UNKNOWN
from policies.views.iam import DocumentHolder

VPC_ACCESS = frozenset(
    {
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
    }
)
"""Lambda checks for these on `*` when a function joins a VPC, though they can be limited
(Lambda developer guide, "Required IAM permissions" of "Giving functions access to a VPC")."""

LIMITING_OPERATORS = ("stringequals", "stringlike", "arnequals", "arnlike")
LIMITING_KEYS = ("resourcetag/", "kms:resourcealiases")


@rule(
    severity=Severity.HIGH,
    title="A policy allows an action on every resource",
    why="One broken function then reaches the data of all others.",
    fix="Name the ARN; where AWS has no resource level for the action, give it its own statement.",
    source="sheet 37; https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
)
def wildcard_resource(holder: DocumentHolder) -> Iterator[Finding | Open]:
    for prop, document in holder.documents():
        for statement in document.allowing():
            yield from _judged(holder, prop, statement)


def _judged(holder: DocumentHolder, prop: str, statement: Statement) -> Iterator[Finding | Open]:
    if _limited_by_condition(statement):
        return
    where = f"{prop}, statement {statement.number}"
    place = f"{prop}/{statement.sid or ','.join(sorted(statement.actions))}"
    if statement.not_resources:
        yield Finding(holder, f"{place}/not", f"{where} allows all resources but the named ones")
    if UNKNOWN in statement.resources and not statement.nodes:
        yield Open(holder.resource, f"{prop}.Statement[{statement.index}].Resource")
    broad = {
        p: why for p in statement.resources if isinstance(p, str) and (why := broad_pattern(p))
    }
    if not broad:
        return
    limitable, unlisted = _limitable(statement)
    for pattern, why in broad.items():
        # The one account-wide pattern that AWS's own examples ask for.
        found = [name for name in limitable if not _whole_account_logs(pattern, name)]
        if found:
            text = f"{where} allows {some(found)} on {pattern} ({why})"
            yield Finding(holder, f"{place}/{pattern}", text)
    if unlisted and not limitable and not statement.reason:
        because = f"names {', '.join(unlisted)}, which AWS does not list"
        yield Open(holder.resource, f"{prop}.Statement[{statement.index}].Action", because)


def _limitable(statement: Statement) -> tuple[list[str], list[str]]:
    """The actions that have a resource level, and those that AWS does not list."""
    if statement.not_actions:
        return ["everything but " + ", ".join(statement.not_actions)], []
    limitable, unlisted = [], []
    for action in statement.actions:
        if has_wildcard(action):
            whole = has_wildcard(action.partition(":")[0])
            if whole or any(facts.resource_level for facts in actions_matching(action)):
                limitable.append(action)
        elif (facts := action_facts(action)) is None:
            unlisted.append(action)
        elif facts.resource_level and facts.name not in VPC_ACCESS:
            limitable.append(facts.name)
    return limitable, unlisted


def _whole_account_logs(pattern: str, action: str) -> bool:
    return action == "logs:CreateLogGroup" and pattern.startswith("arn:") and pattern.endswith(":*")


def _limited_by_condition(statement: Statement) -> bool:
    return any(
        key in str(name).lower()
        for operator, keys in statement.condition.items()
        if str(operator).lower().rpartition(":")[2] in LIMITING_OPERATORS
        for name in (keys if isinstance(keys, dict) else ())
        for key in LIMITING_KEYS
    )
