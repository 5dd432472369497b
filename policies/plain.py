"""The pack as an ordinary `pulumi_policy.PolicyPack`: for tests, for readers, and as second server.

Slower than `servicer` (pulumi_policy decodes all resources again for every policy), but made of
nothing else than its public objects. It serves where the installed SDK is one that `servicer` was
not tested with, or where `PALISADE_PLAIN_PACK=1` asks for it. One thing differs: secrets come
without their mark.

pulumi_policy's server drops most of what the engine tells of the stack (its name, phase and
configuration). `Ear` hears it on the way.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import grpc
from google.protobuf import json_format
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2 as pb
from pulumi.runtime.proto import analyzer_pb2_grpc

from policies import cards, findings, protocol
from policies.core import Rule
from policies.decode import Properties
from policies.levels import Level
from policies.remediation import remediated
from policies.run import SUMMARY_ID, Report, Run
from policies.values import UNKNOWN, merged
from policies.view import Resource

VARIABLE = "PALISADE_PLAIN_PACK"
TESTED = {"pulumi": ((3, 250), (4, 0)), "pulumi-policy": ((1, 20), (2, 0))}
"""Package → first version that `servicer` was tested with, first one that it was not."""
DEFECTS_ID = "run-defects"
DEFECTS_DESCRIPTION = "Rules that failed themselves and must be mended."
EARLY = "-before-registration"
"""Ends the name of the policy that makes a stack rule's early check."""


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

    run = run_from_environment(rules)
    note = f"{reason}: the guardrails run under pulumi_policy's own server, which is slower"
    register = analyzer_pb2_grpc.add_AnalyzerServicer_to_server
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server = lambda servicer, server: register(
        cast("Any", Ear(run, servicer)), server
    )
    PolicyPack(
        cards.PACK,
        policies_of(run, note),
        description=cards.DESCRIPTION,
        display_name=cards.DISPLAY_NAME,
        provider="aws",
    )


class Ear:
    """pulumi_policy's servicer, with `run` told what it drops.

    The levels of findings are then those of the run, which follow the environment.
    """

    def __init__(self, run: Run, servicer: Any) -> None:
        self._run = run
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


def policies_of(run: Run, note: str = "") -> list[Any]:
    """One pulumi_policy object for each rule, and one for the summary, which says `note`, too."""
    from pulumi_policy import EnforcementLevel, StackValidationPolicy

    adapter = _Adapter(run)
    made = [adapter.policy(rule) for rule in run.rules if not rule.needs_stack]
    made += [adapter.early_policy(rule) for rule in run.rules if rule.early_check]
    made += [adapter.policy(rule) for rule in run.stack_rules()]

    def summarize(args: Any, report: Any) -> None:
        adapter.take_stack(args)
        summary = run.summary()
        lines = [line for line in (note, summary.message if summary else "") if line]
        lines += [problem.message for problem in findings.write_where_asked(run)]
        if lines:
            report("\n".join(lines))

    def tell_defects(_: Any, report: Any) -> None:
        for defect in run.defects.values():
            report(defect.message, defect.resource.urn if defect.resource else None)

    made += [
        StackValidationPolicy(
            SUMMARY_ID, cards.SUMMARY_DESCRIPTION, summarize, EnforcementLevel.ADVISORY
        ),
        # Whatever the level of the rule: a broken guardrail must not pass for a silent one.
        StackValidationPolicy(
            DEFECTS_ID, DEFECTS_DESCRIPTION, tell_defects, EnforcementLevel.MANDATORY
        ),
    ]
    return made


class _Adapter:
    """Puts what pulumi_policy hands to each policy into the one run that they share."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._stack: Any = None

    def policy(self, rule: Rule) -> Any:
        from pulumi_policy import ResourceValidationPolicy, StackValidationPolicy

        if rule.needs_stack:

            def check_stack(args: Any, report: Any) -> None:
                self._configure(rule, args)
                self.take_stack(args)
                self._tell(self.run.check_stack(rule), report)

            return StackValidationPolicy(rule.id, validate=check_stack, **self._about(rule))

        def check(args: Any, report: Any) -> None:
            self._configure(rule, args)
            resource = self.take(args)
            if resource.type not in rule.tokens:
                args.not_applicable(f"looks at {', '.join(rule.tokens)}")
            self._tell(self.run.check(rule, resource), report)

        remedy = {"remediate": self._remedy(rule)} if rule.remedy else {}
        return ResourceValidationPolicy(rule.id, validate=check, **remedy, **self._about(rule))

    def _remedy(self, rule: Rule) -> Callable[[Any], dict[str, Any] | None]:
        def remediate(args: Any) -> dict[str, Any] | None:
            from pulumi_policy.deserialize import deserialize_properties, serialize_properties

            # Only called where the rule's level is `remediate`. Through the wire form, in which
            # unknown values and secrets survive.
            self._configure(rule, args)
            properties = Struct()
            properties.update(serialize_properties(args.props))
            resource = Resource(
                urn=args.urn,
                type=args.resource_type,
                name=args.name,
                properties=Properties(properties),
                parent=args.opts.parent or "",
            )
            if resource.type not in rule.tokens:
                args.not_applicable(f"mends {', '.join(rule.tokens)}")
            mended = remediated(self.run, rule, resource, properties)
            if not isinstance(mended, Struct):
                return None  # a defect is told at the end, with all others
            return deserialize_properties(json_format.MessageToDict(mended), proxy_secrets=True)

        return remediate

    def early_policy(self, rule: Rule) -> Any:
        from pulumi_policy import ResourceValidationPolicy

        def check_before(args: Any, report: Any) -> None:
            self._tell(self.run.check_before(rule, self.take(args)), report)

        return ResourceValidationPolicy(
            f"{rule.id}{EARLY}", validate=check_before, **self._about(rule)
        )

    def take(self, args: Any) -> Resource:
        resource = Resource(
            urn=args.urn,
            type=args.resource_type,
            name=args.name,
            properties=_known(args.props),
            parent=args.opts.parent or "",
        )
        self.run.see(resource)
        return resource

    def take_stack(self, args: Any) -> None:
        # Every stack policy is handed the same stack, decoded anew; the first one is enough.
        urns = [resource.urn for resource in args.resources]
        if urns != self._stack:
            self._stack = urns
            self.run.complete([self._whole(resource) for resource in args.resources])

    def _whole(self, resource: Any) -> Resource:
        seen = self.run.seen.get(resource.urn)
        return Resource(
            urn=resource.urn,
            type=resource.resource_type,
            name=resource.name,
            properties=merged(_known(resource.props), seen.properties if seen else None),
            parent=resource.parent.urn if resource.parent else "",
            dependencies=tuple(other.urn for other in resource.dependencies),
            property_dependencies={
                prop: tuple(other.urn for other in behind)
                for prop, behind in resource.property_dependencies.items()
            },
        )

    def _tell(self, reports: Sequence[Report], report: Any) -> None:
        for item in reports:
            if not item.defect:
                report(item.message, item.resource.urn if item.resource else None)
        if self.run.phase == "update" and self.run.stack is None and self.run.stops():
            # The engine stops here and never asks for the stack.
            findings.write_where_asked(self.run)

    def _configure(self, rule: Rule, args: Any) -> None:
        rule.configure(args.get_config() or {})

    def _about(self, rule: Rule) -> dict[str, Any]:
        from pulumi_policy import (
            EnforcementLevel,
            PolicyComplianceFramework,
            PolicyConfigSchema,
            Severity,
        )

        control = cards.framework(rule)
        return {
            "description": cards.description(rule),
            "enforcement_level": EnforcementLevel(self.run.setting(rule).value),
            "display_name": rule.card.title,
            "severity": Severity(rule.card.severity.value),
            "remediation_steps": rule.card.fix,
            "url": cards.url(rule) or None,
            "tags": cards.tags(rule),
            "framework": PolicyComplianceFramework(name=cards.FRAMEWORK, reference=control)
            if control
            else None,
            "config_schema": (
                PolicyConfigSchema({name: dict(s) for name, s in rule.card.settings.items()})
                if rule.card.settings
                else None
            ),
        }


def _known(props: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _plain(props, key) for key in props}


def _plain(holder: Any, key: Any) -> Any:
    """What `holder` has at `key`, out of the proxies that raise where a value is unknown."""
    from pulumi import Archive, Asset
    from pulumi_policy.proxy import UnknownValueError

    try:
        value = holder[key]
    except UnknownValueError:
        return UNKNOWN
    if isinstance(value, Mapping):
        return _known(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(value, index) for index in range(len(value))]
    if isinstance(value, (Asset, Archive)):
        return {name: _asset(item) for name, item in vars(value).items()}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _asset(value: Any) -> Any:
    return _known(value) if isinstance(value, Mapping) else value
