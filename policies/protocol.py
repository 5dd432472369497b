"""What the engine tells a pack in its analyzer protocol, put into a run: for both servers."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping

from google.protobuf import json_format
from pulumi.runtime.proto import analyzer_pb2 as pb

from policies.levels import Level
from policies.run import Run

LEVELS = {
    Level.ADVISORY: pb.ADVISORY,
    Level.MANDATORY: pb.MANDATORY,
    Level.REMEDIATE: pb.REMEDIATE,
    Level.DISABLED: pb.DISABLED,
}
CONFIGURED = {number: level for level, number in LEVELS.items()}


def take_stack(run: Run, request: pb.AnalyzerStackConfigureRequest) -> None:
    """What a run is about; `pulumi policy analyze` never says it."""
    run.stack_name = request.stack
    run.project = request.project
    run.phase = "preview" if request.dry_run else "update"
    run.configured_environment = request.config.get("palisade:environment", "")


def take_configuration(
    run: Run, request: pb.ConfigureAnalyzerRequest, offered: Mapping[str, Level]
) -> None:
    """What `--policy-pack-config` says of each rule.

    The engine fills in the level `offered` by the pack for whatever the person did not set.
    """
    for rule in run.rules:
        if rule.id not in request.policyConfig:
            continue
        given = request.policyConfig[rule.id]
        level = CONFIGURED[given.enforcementLevel]
        if level is not offered.get(rule.id):
            run.levels[rule.id] = level
        rule.configure(json_format.MessageToDict(given.properties))


def unknown_names(request: pb.ConfigureAnalyzerRequest, known: Collection[str]) -> str:
    """An error that lists the names in the configuration that no rule has; empty if none."""
    unknown = sorted(set(request.policyConfig) - {*known, "all"})
    if not unknown:
        return ""
    near = [difflib.get_close_matches(name, known, 1) for name in unknown]
    said = [
        f"{name} (did you mean {found[0]}?)" if found else name
        for name, found in zip(unknown, near, strict=True)
    ]
    return f"the policy pack's configuration names no rule: {', '.join(said)}"
