"""The pack as an ordinary `pulumi_policy.PolicyPack`: for tests, for readers, and as second server.

Slower than `servicer` (pulumi_policy decodes all resources again for every policy), but made of
nothing else than its public objects. It serves where the installed SDK is one that `servicer` was
not tested with, or where `PALISADE_PLAIN_PACK=1` asks for it. One thing differs: secrets come
without their mark.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
from typing import Any, cast

from pulumi.runtime.proto import analyzer_pb2_grpc

from policies import cards
from policies.core import Rule
from policies.plain.adapter import Adapter
from policies.plain.ear import Ear
from policies.run import Run

VARIABLE = "PALISADE_PLAIN_PACK"
TESTED = {"pulumi": ((3, 250), (4, 0)), "pulumi-policy": ((1, 20), (2, 0))}
"""Package → first version that `servicer` was tested with, first one that it was not."""


def reason_for_plain_server() -> str:
    """Why this module has to serve; empty where `servicer` can."""
    if os.environ.get(VARIABLE, "") not in ("", "0"):
        return f"{VARIABLE} is set"
    for package, (first, end) in TESTED.items():
        version = importlib.metadata.version(package)
        numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
        if not first <= numbers < end:
            return f"{package} {version} is outside the tested range"
    return ""


def serve_plain(rules: tuple[Rule, ...], reason: str) -> None:
    """Serve until the engine ends the process."""
    from pulumi_policy import PolicyPack

    adapter = Adapter(run_from_environment(rules))
    note = f"{reason}: the guardrails run under pulumi_policy's own server, which is slower"
    register = analyzer_pb2_grpc.add_AnalyzerServicer_to_server
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server = lambda servicer, server: register(
        cast("Any", Ear(adapter, servicer)), server
    )
    PolicyPack(
        cards.PACK,
        adapter.policies(note),
        description=cards.DESCRIPTION,
        display_name=cards.DISPLAY_NAME,
        provider="aws",
    )


def run_from_environment(rules: tuple[Rule, ...]) -> Run:
    """A run with what older language hosts tell the pack's process about the stack."""
    run = Run(rules)
    run.stack_name = os.environ.get("PULUMI_STACK", "")
    run.project = os.environ.get("PULUMI_PROJECT", "")
    dry_run = os.environ.get("PULUMI_DRY_RUN")
    run.phase = {"true": "preview", "false": "update"}.get(dry_run or "", "analyze")
    config = json.loads(os.environ.get("PULUMI_CONFIG") or "{}")
    run.configured_environment = str(config.get("palisade:environment", ""))
    return run
