"""What the engine tells of the stack: its name, phase and configuration.

pulumi_policy's server drops most of it; `Ear` hears it on the way.
"""

from __future__ import annotations

import threading
from typing import Any

import grpc
from pulumi.runtime.proto import analyzer_pb2 as pb

from policies import protocol
from policies.levels import Level
from policies.plain.adapter import DEFECTS_ID, EARLY, Adapter
from policies.run import SUMMARY_ID


class Ear:
    """pulumi_policy's servicer, with the run of `adapter` told what it drops.

    The levels of findings are then those of the run, which follow the environment.
    """

    def __init__(self, adapter: Adapter, servicer: Any) -> None:
        self._adapter = adapter
        self._run = run = adapter.run
        self._servicer = servicer
        self._rules = {name: rule for rule in run.rules for name in (rule.id, f"{rule.id}{EARLY}")}
        self._offered: dict[str, Level] = {}
        self._configuration = pb.ConfigureAnalyzerRequest()
        self._lock = threading.RLock()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._servicer, name)

    def ConfigureStack(  # noqa: N802
        self, request: pb.AnalyzerStackConfigureRequest, context: Any
    ) -> pb.AnalyzerStackConfigureResponse:
        with self._lock:
            protocol.take_stack(self._run, request)
            self._pass_on(context)
            return self._servicer.ConfigureStack(request, context)

    def GetAnalyzerInfo(self, request: Any, context: Any) -> pb.AnalyzerInfo:  # noqa: N802
        with self._lock:
            self._offered = {rule.id: self._run.setting(rule) for rule in self._run.rules}
            info: pb.AnalyzerInfo = self._servicer.GetAnalyzerInfo(request, context)
            for policy in info.policies:
                if policy.name in self._rules:
                    setting = self._run.setting(self._rules[policy.name])
                    policy.enforcementLevel = protocol.LEVELS[setting]
            return info

    def Configure(self, request: pb.ConfigureAnalyzerRequest, context: Any) -> Any:  # noqa: N802
        if problem := protocol.unknown_names(request, [*self._rules, SUMMARY_ID, DEFECTS_ID]):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, problem)
        with self._lock:
            protocol.take_configuration(self._run, request, self._offered)
            self._configuration = request
            return self._pass_on(context)

    def Analyze(self, request: pb.AnalyzeRequest, context: Any) -> pb.AnalyzeResponse:  # noqa: N802
        with self._lock:
            self._adapter.new_request()
            return self._with_levels(self._servicer.Analyze(request, context))

    def AnalyzeStack(self, request: pb.AnalyzeStackRequest, context: Any) -> pb.AnalyzeResponse:  # noqa: N802
        with self._lock:
            return self._with_levels(self._servicer.AnalyzeStack(request, context))

    def _pass_on(self, context: Any) -> Any:
        """Configure the servicer, with the levels that the run has for its rules."""
        request = pb.ConfigureAnalyzerRequest()
        request.CopyFrom(self._configuration)
        for name, rule in self._rules.items():
            request.policyConfig[name].enforcementLevel = protocol.LEVELS[self._run.setting(rule)]
        return self._servicer.Configure(request, context)

    def _with_levels(self, response: pb.AnalyzeResponse) -> pb.AnalyzeResponse:
        for item in response.diagnostics:
            if item.policyName in self._rules:
                level = self._run.level(self._rules[item.policyName])
                item.enforcementLevel = protocol.LEVELS[level]
        return response
