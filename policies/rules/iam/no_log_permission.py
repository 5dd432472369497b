"""A function may not write its own log."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.iam import Arn, Statement, wildcard_regex
from policies.values import UNKNOWN
from policies.view import Resource
from policies.views.attached import Attached, documents_by_role
from policies.views.iam import Role
from policies.views.lambda_ import Function
from policies.views.linked import linked
from policies.views.logs import LogGroup

NEEDED = ("logs:CreateLogStream", "logs:PutLogEvents")
WRITE_LOGS = frozenset(
    {
        "AdministratorAccess",
        "AWSLambdaBasicDurableExecutionRolePolicy",
        "AWSLambdaBasicExecutionRole",
        "AWSLambdaDynamoDBExecutionRole",
        "AWSLambdaExecute",
        "AWSLambdaKinesisExecutionRole",
        "AWSLambdaMSKExecutionRole",
        "AWSLambdaSQSQueueExecutionRole",
        "AWSLambdaVPCAccessExecutionRole",
        "CloudWatchFullAccess",
        "CloudWatchFullAccessV2",
        "CloudWatchLogsFullAccess",
        "PowerUserAccess",
    }
)
"""AWS's managed policies that let a function write any log (managed policy reference)."""


@rule(
    severity=Severity.MEDIUM,
    title="A function may not write its own log",
    why="It runs, and nobody sees what it does or why it fails.",
    fix="Allow logs:CreateLogStream and logs:PutLogEvents on its log group (ARN and :*).",
    source="sheet 37; https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html",
)
def no_log_permission(stack: Stack) -> Iterator[Finding | Open]:
    policies = documents_by_role(stack)
    for function in stack.of(Function):
        roles = linked(function, "role", Role)
        if len(roles) == 1:
            yield from _judged(function, roles[0], policies.get(roles[0].urn, []))
        else:
            because = {} if function.peek("role") is UNKNOWN else {"because": "is made elsewhere"}
            yield Open(function.resource, "role", **because)


def _judged(function: Function, role: Role, policies: list[Attached]) -> Iterator[Finding | Open]:
    elsewhere: list[str] = []
    unknown: Open | None = None
    missing = set(NEEDED)
    for item in policies:
        if item.because is not None:
            unknown = Open.of(item.because)
        elif item.managed:
            if item.managed.rpartition("/")[2] in WRITE_LOGS:
                return
            if ":iam::aws:" not in item.managed:
                unknown = Open(item.holder.resource, item.prop, "names a policy made elsewhere")
        for statement in item.document.allowing() if item.document else ():
            found = {action for action in missing if statement.covers(action)}
            reached = _reaches_own(function, item.holder.resource, statement) if found else False
            if reached:
                missing -= found
            elif reached is None:
                path = f"{item.prop}.Statement[{statement.index}].Resource"
                unknown = Open(item.holder.resource, path)
            elif found:
                elsewhere += [p for p in statement.resources if isinstance(p, str)]
    if not missing:
        return
    if unknown is not None:
        yield unknown
        return
    what = f"its role {role.name} does not allow {' and '.join(sorted(missing))}"
    there = f" on {_log_group_name(function)}, only on {elsewhere[0]}" if elsewhere else ""
    yield Finding(function, "logs", what + there)


def _reaches_own(function: Function, holder: Resource, statement: Statement) -> bool | None:
    """Whether the statement is about the function's log group; None where nobody knows yet."""
    stack = function.stack
    if stack is None or statement.not_resources:
        return True
    groups = {group.urn for group in linked(function, "loggingConfig", LogGroup)}
    if function.urn in statement.nodes or groups & set(statement.nodes):
        return True
    name = _log_group_name(function)
    known = [pattern for pattern in statement.resources if isinstance(pattern, str)]
    if name is not None and any(_covers(pattern, name) for pattern in known):
        return True
    if name is None and known:
        return None
    if len(known) == len(statement.resources):
        return False
    behind = holder.property_dependencies.get("policy", ())
    return True if groups & set(behind) else None


def _covers(pattern: str, name: str) -> bool:
    if not pattern.strip("*"):
        return True
    arn = Arn.parse(pattern)
    return arn is not None and any(
        wildcard_regex(arn.resource).fullmatch(f"log-group:{name}{stream}") is not None
        for stream in (":log-stream:any", ":any")
    )


def _log_group_name(function: Function) -> str | None:
    """Name of the group that the function logs to; None where it is not known yet."""
    named = function.peek("loggingConfig.logGroup")
    if named is UNKNOWN:
        return None
    if isinstance(named, str) and named:
        return named
    name = function.peek("name")
    return f"/aws/lambda/{name}" if isinstance(name, str) and name else None
