"""Rules as policies of pulumi_policy: one for each, all of which put what they see into one run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from google.protobuf import json_format
from google.protobuf.struct_pb2 import Struct

from policies import cards, findings
from policies.core import Rule
from policies.decode import Properties
from policies.plain.proxies import known
from policies.remediation import remediated
from policies.run import SUMMARY_ID, Report, Run
from policies.values import merged
from policies.view import Resource

DEFECTS_ID = "run-defects"
DEFECTS_DESCRIPTION = "Rules that failed themselves and must be mended."
EARLY = "-before-registration"
"""Ends the name of the policy that makes a stack rule's early check."""


class Adapter:
    """Puts what pulumi_policy hands to each policy into the one run that they share."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._taken: Resource | None = None
        self._stack: Any = None

    def new_request(self) -> None:
        """Said before each of the engine's requests: the same URN may come with other values."""
        self._taken = None

    def policies(self, note: str = "") -> list[Any]:
        """One object for each rule, and one for the summary, which says `note`, too."""
        from pulumi_policy import EnforcementLevel, StackValidationPolicy

        made = [self.policy(rule) for rule in self.run.rules if not rule.needs_stack]
        made += [self.early_policy(rule) for rule in self.run.rules if rule.early_check]
        made += [self.policy(rule) for rule in self.run.stack_rules()]

        def summarize(args: Any, report: Any) -> None:
            self.take_stack(args)
            summary = self.run.summary()
            lines = [line for line in (note, summary.message if summary else "") if line]
            lines += [problem.message for problem in findings.write_where_asked(self.run)]
            if lines:
                report("\n".join(lines))

        def tell_defects(_: Any, report: Any) -> None:
            for defect in self.run.defects.values():
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
        # Every policy is handed the same resource, decoded anew; the first one is enough.
        if self._taken is None or self._taken.urn != args.urn:
            self._taken = Resource(
                urn=args.urn,
                type=args.resource_type,
                name=args.name,
                properties=known(args.props),
                parent=args.opts.parent or "",
            )
            self.run.see(self._taken)
        return self._taken

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
            properties=merged(known(resource.props), seen.properties if seen else None),
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
