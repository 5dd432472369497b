"""The pack as a server of Pulumi's analyzer protocol.

pulumi_policy's own server decodes every resource again for every policy. This one decodes a
resource at first use and once, runs only the rules of its type, and keeps what Analyze saw for
AnalyzeStack. The engine may call from several threads; one lock makes the calls take turns, since
rules are plain Python and gain nothing from running at once.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections import defaultdict
from collections.abc import Iterable
from concurrent import futures
from typing import Any

import grpc
from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2 as pb
from pulumi.runtime.proto import analyzer_pb2_grpc, plugin_pb2

from policies import cards, findings, protocol
from policies.core import Defect, Rule, Severity
from policies.decode import Properties
from policies.levels import Level
from policies.remediation import remediated
from policies.run import SUMMARY_ID, Report, Run
from policies.view import Resource

MESSAGE_LIMIT = 400 * 1024 * 1024
"""Bytes; the engine sends the whole stack in one message."""

SEVERITIES = {
    Severity.LOW: pb.POLICY_SEVERITY_LOW,
    Severity.MEDIUM: pb.POLICY_SEVERITY_MEDIUM,
    Severity.HIGH: pb.POLICY_SEVERITY_HIGH,
    Severity.CRITICAL: pb.POLICY_SEVERITY_CRITICAL,
}


class Servicer(analyzer_pb2_grpc.AnalyzerServicer):
    """Serves `rules` for one run of the engine."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.run = Run(rules)
        self._lock = threading.RLock()
        self._offered: dict[str, Level] = {}
        self._by_type: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            for token in () if rule.needs_stack else rule.tokens:
                self._by_type[token].append(rule)
        self._remedies = {
            token: with_remedy
            for token, found in self._by_type.items()
            if (with_remedy := [rule for rule in found if rule.remedy])
        }
        self._early = [rule for rule in rules if rule.early_check is not None]

    def Handshake(self, request: Any, context: Any) -> pb.AnalyzerHandshakeResponse:  # noqa: N802, ARG002
        return pb.AnalyzerHandshakeResponse()

    def ConfigureStack(  # noqa: N802
        self,
        request: pb.AnalyzerStackConfigureRequest,
        context: Any,  # noqa: ARG002
    ) -> pb.AnalyzerStackConfigureResponse:
        with self._lock:
            protocol.take_stack(self.run, request)
        return pb.AnalyzerStackConfigureResponse()

    def Configure(self, request: pb.ConfigureAnalyzerRequest, context: Any) -> empty_pb2.Empty:  # noqa: N802
        known = {rule.id for rule in self.run.rules} | {SUMMARY_ID}
        if problem := protocol.unknown_names(request, known):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, problem)
        with self._lock:
            protocol.take_configuration(self.run, request, self._offered)
        return empty_pb2.Empty()

    def GetAnalyzerInfo(self, request: Any, context: Any) -> pb.AnalyzerInfo:  # noqa: N802, ARG002
        with self._lock:
            self._offered = {rule.id: self.run.setting(rule) for rule in self.run.rules}
            return pb.AnalyzerInfo(
                name=cards.PACK,
                displayName=cards.DISPLAY_NAME,
                version=cards.VERSION,
                description=cards.DESCRIPTION,
                provider="aws",
                supportsConfig=True,
                policies=[
                    *(_policy_info(rule, self._offered[rule.id]) for rule in self.run.rules),
                    pb.PolicyInfo(
                        name=SUMMARY_ID,
                        description=cards.SUMMARY_DESCRIPTION,
                        enforcementLevel=pb.ADVISORY,
                        policy_type=pb.POLICY_TYPE_STACK,
                    ),
                ],
            )

    def GetPluginInfo(self, request: Any, context: Any) -> plugin_pb2.PluginInfo:  # noqa: N802, ARG002
        return plugin_pb2.PluginInfo(version=cards.VERSION)

    def Analyze(self, request: pb.AnalyzeRequest, context: Any) -> pb.AnalyzeResponse:  # noqa: N802, ARG002
        with self._lock:
            resource = _resource(request, request.properties)
            self.run.see(resource)
            reports: list[Report] = []
            for rule in self._by_type.get(resource.type, ()):
                if self._runs(rule):
                    reports += self.run.check(rule, resource)
            for rule in self._early:
                if self._runs(rule):
                    reports += self.run.check_before(rule, resource)
            stops = any(report.level is Level.MANDATORY for report in reports)
            if stops and self.run.phase == "update":
                # The engine stops here and never asks for the stack.
                reports += findings.write_where_asked(self.run)
            return _response(reports)

    def AnalyzeStack(self, request: pb.AnalyzeStackRequest, context: Any) -> pb.AnalyzeResponse:  # noqa: N802, ARG002
        with self._lock:
            self.run.complete(self._outputs(resource) for resource in request.resources)
            reports: list[Report] = []
            for rule in self.run.stack_rules():
                if self._runs(rule):
                    reports += self.run.check_stack(rule)
            summary = self.run.summary()
            if summary is not None:
                reports.append(summary)
            reports += findings.write_where_asked(self.run)
            return _response(reports)

    def Remediate(self, request: pb.AnalyzeRequest, context: Any) -> pb.RemediateResponse:  # noqa: N802, ARG002
        # Asked before Analyze for every resource, which then has the properties given here.
        response = pb.RemediateResponse()
        if request.type not in self._remedies:
            return response
        with self._lock:
            properties = request.properties
            for rule in self._remedies[request.type]:
                if self.run.setting(rule) is not Level.REMEDIATE:
                    continue
                found = remediated(self.run, rule, _resource(request, properties), properties)
                if isinstance(found, Defect):
                    response.remediations.append(_remediation(rule, diagnostic=found.message))
                elif found is not None:
                    properties = found
                    response.remediations.append(_remediation(rule, properties=found))
        return response

    def Cancel(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802, ARG002
        return empty_pb2.Empty()

    def _runs(self, rule: Rule) -> bool:
        return self.run.level(rule) is not Level.DISABLED

    def _outputs(self, resource: pb.AnalyzerResource) -> Resource:
        seen = self.run.seen.get(resource.urn)
        return Resource(
            urn=resource.urn,
            type=resource.type,
            name=resource.name,
            properties=Properties(resource.properties, seen.properties if seen else None),
            parent=resource.parent,
            dependencies=tuple(resource.dependencies),
            property_dependencies={
                prop: tuple(behind.urns) for prop, behind in resource.propertyDependencies.items()
            },
        )


def start(servicer: Servicer) -> tuple[grpc.Server, int]:
    """A started server on a free port of this machine, and the port."""
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=4),
        options=[("grpc.max_receive_message_length", MESSAGE_LIMIT)],
    )
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


def serve(servicer: Servicer) -> None:
    """Serve until the engine ends the process; the port is the first line on standard output."""
    # Rules stay to the end, and so does what a run learns of its stack: little of it is garbage,
    # and to look for some took a fourth of the time at 5000 resources.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    server, port = start(servicer)
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.wait_for_termination()


def _policy_info(rule: Rule, level: Level) -> pb.PolicyInfo:
    info = pb.PolicyInfo(
        name=rule.id,
        displayName=rule.card.title,
        description=cards.description(rule),
        enforcementLevel=protocol.LEVELS[level],
        policy_type=pb.POLICY_TYPE_STACK if rule.needs_stack else pb.POLICY_TYPE_RESOURCE,
        severity=SEVERITIES[rule.card.severity],
        remediation_steps=rule.card.fix,
        url=cards.url(rule),
        tags=cards.tags(rule),
    )
    if control := cards.framework(rule):
        info.framework.name = cards.FRAMEWORK
        info.framework.reference = control
    if rule.card.settings:
        info.configSchema.properties.update(dict(rule.card.settings))
    return info


def _resource(request: pb.AnalyzeRequest, properties: Struct) -> Resource:
    return Resource(
        urn=request.urn,
        type=request.type,
        name=request.name,
        properties=Properties(properties),
        parent=request.options.parent,
    )


def _remediation(rule: Rule, **given: Any) -> pb.Remediation:
    return pb.Remediation(
        policyName=rule.id,
        policyPackName=cards.PACK,
        policyPackVersion=cards.VERSION,
        description=cards.description(rule),
        **given,
    )


def _response(reports: Iterable[Report]) -> pb.AnalyzeResponse:
    return pb.AnalyzeResponse(diagnostics=[_diagnostic(report) for report in reports])


def _diagnostic(report: Report) -> pb.AnalyzeDiagnostic:
    return pb.AnalyzeDiagnostic(
        policyName=report.rule_id,
        policyPackName=cards.PACK,
        policyPackVersion=cards.VERSION,
        message=report.message,
        urn=report.resource.urn if report.resource else "",
        description=cards.description(report.rule) if report.rule else cards.SUMMARY_DESCRIPTION,
        enforcementLevel=protocol.LEVELS[report.level],
        severity=(
            SEVERITIES[report.rule.card.severity] if report.rule else pb.POLICY_SEVERITY_UNSPECIFIED
        ),
    )
