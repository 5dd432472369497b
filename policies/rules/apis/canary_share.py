"""A canary answers most of the requests, or none."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.apigateway import Stage


@rule(
    severity=Severity.MEDIUM,
    title="A canary's share is too large, or nothing",
    why="A large share exposes most callers to an untried release; one of 0 tries nothing.",
    fix="Begin at 10 percent, step up; then promote it, or remove canarySettings.",
    source="sheet 58; https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html",
    settings={
        "limit": {
            "type": "number",
            "default": 50,
            "description": "Largest share in percent that is still a canary.",
        }
    },
)
def canary_share(stage: Stage) -> Iterator[Finding]:
    if not stage.has_canary:
        return
    percent = stage.canary_percent
    if percent == 0:
        yield Finding(stage, "nothing", "canarySettings with percentTraffic 0: it is forgotten")
    elif percent > canary_share.settings["limit"]:
        yield Finding(stage, "large", f"canarySettings.percentTraffic is {percent:g}")
