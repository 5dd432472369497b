"""Nothing records how a canary does."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Stack
from policies.views.apigateway import MethodSettings, Stage


@rule(
    severity=Severity.MEDIUM,
    title="A canary leaves no log",
    why="Nobody can tell whether the new release fails: it is promoted blindly.",
    fix="Log access with $context.isCanaryRequest, or errors with MethodSettings for */*.",
    source="sheet 58; https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html",
)
def blind_canary(stage: Joined[Stage]) -> Iterator[Finding]:
    if not stage.has_canary or stage.logs_access:
        return
    if not any(settings.logs_errors for settings in _of(stage)):
        yield Finding(stage, "logs", "has a canary, and neither access nor execution logs")


def _of(stage: Stage) -> list[MethodSettings]:
    """The settings for all methods of this stage."""
    every = (stage.stack or Stack()).of(MethodSettings)
    return [found for found in every if found.method_path == "*/*" and _is_for(found, stage)]


def _is_for(settings: MethodSettings, stage: Stage) -> bool:
    if UNKNOWN is settings.peek("stageName") and (named := settings.follow_all("stageName", Stage)):
        return stage in named
    return _place(settings) == _place(stage)


def _place(view: MethodSettings | Stage) -> tuple[object, ...]:
    """API and name of the stage; what the API comes from where its id is not known."""
    behind = view.resource.property_dependencies.get("restApi", ())
    api = tuple(sorted(behind)) or view.read("restApi")
    return api, view.text("stageName")
