"""Nobody can see what an EXPRESS state machine did."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.sfn import StateMachine


@rule(
    severity=Severity.MEDIUM,
    title="An EXPRESS state machine writes no logs",
    why="EXPRESS executions have no history: when one fails, nothing tells at which step and why.",
    fix="Set loggingConfiguration with a log group and a level other than OFF.",
    source="sheet 69; https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
)
def express_without_logs(machine: StateMachine) -> Iterator[Finding]:
    if machine.text("type", "STANDARD") != "EXPRESS":
        return
    if machine.text("loggingConfiguration.level", "OFF").upper() == "OFF":
        yield Finding(machine, "logs", "is EXPRESS and logs nothing")
