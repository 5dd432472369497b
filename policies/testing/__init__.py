"""Test guardrails, one's own or these, as the engine runs them: a pytest fixture.

    from policies.testing import guardrails  # in conftest.py

    def test_a_queue_needs_an_owner(guardrails):
        found = guardrails([resource("aws:sqs/queue:Queue", "jobs")], rules=[no_owner])
        assert found.messages == ["jobs has no owner"]

What is tested is a list of resources (`resource`, with `UNKNOWN` and `Secret` inside) or a program:
a function that makes resources with Pulumi's classes and runs in-process. A rule is a
`policies.core.Rule` or any policy object of pulumi_policy.

Every check runs through the wire form of the protocol, in both servers of the pack; where they
differ, the test fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2 as pb

from policies.core import Rule
from policies.decode import Properties
from policies.levels import Level
from policies.plain.adapter import DEFECTS_ID, EARLY, Adapter
from policies.plain.ear import Ear
from policies.protocol import CONFIGURED, LEVELS
from policies.registry import all_rules
from policies.run import SUMMARY_ID, Run
from policies.servicer import Servicer
from policies.testing import wire
from policies.testing.program import resources_of
from policies.testing.resources import resource, urn
from policies.values import UNKNOWN, Secret
from policies.view import Resource

__all__ = [
    "UNKNOWN",
    "Found",
    "Outcome",
    "Secret",
    "check",
    "guardrails",
    "resource",
    "resources_of",
    "urn",
]

Phase = Literal["preview", "update", "analyze"]
Program = Callable[[], Any] | Sequence[Resource]


@dataclass(frozen=True, order=True)
class Found:
    """One finding."""

    rule: str
    resource: str
    """URN; empty for findings about the stack."""
    message: str
    """Without the description and the fix that follow it on the screen."""
    level: str
    """`advisory` or `mandatory`."""

    @property
    def name(self) -> str:
        """Logical name of the resource."""
        return self.resource.rpartition("::")[2]


@dataclass(frozen=True)
class Outcome:
    """What one run over a stack said."""

    findings: tuple[Found, ...]
    """Sorted by rule, resource, message."""
    undecided: tuple[str, ...]
    """`rule: resource.property because`, sorted; without policies of pulumi_policy."""
    exempted: tuple[str, ...]
    """Ids of rules whose findings an exemption let stand, sorted."""
    remediated: Mapping[str, Mapping[str, Any]]
    """URN → properties as a remediation left them."""

    @property
    def messages(self) -> list[str]:
        return [item.message for item in self.findings]

    @property
    def rules(self) -> list[str]:
        """Ids of the rules that found something, each as often as it did."""
        return [item.rule for item in self.findings]


@pytest.fixture
def guardrails() -> Callable[..., Outcome]:
    """`check`, under the name by which tests ask for it."""
    return check


def check(
    program: Program,
    rules: Sequence[Any] | None = None,
    *,
    phase: Phase = "preview",
    environment: str = "",
    levels: Mapping[str, str] | None = None,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    config: Mapping[str, str] | None = None,
    outputs: Mapping[str, Mapping[str, Any]] | None = None,
) -> Outcome:
    """Run `rules` (all of this pack's if left out) over `program`, as a run of `phase` would.

    environment: its name, for levels. levels: rule id → `advisory`, `mandatory`, `remediate` or
    `disabled`; settings: rule id → its settings; both as in `--policy-pack-config`. config and
    outputs are for programs, see `resources_of`.

    Secrets reach pulumi_policy's server without their mark; where one is in `program`, that server
    only runs what is written for it. Raises AssertionError where the servers differ, and for a rule
    that failed itself.
    """
    if callable(program):
        program = resources_of(program, preview=phase == "preview", config=config, outputs=outputs)
    given = list(all_rules() if rules is None else rules)
    own = tuple(rule for rule in given if isinstance(rule, Rule))
    policies = [item for item in given if not isinstance(item, Rule)]
    about = (program, phase, environment, levels or {}, settings or {})
    secrets = any(_holds_secret(item.properties) for item in program)
    servers = [_own_server] if secrets else [_own_server, _plain_server]
    try:
        said = [_said(make, own, *about) for make in servers]
    finally:
        for rule in own:
            rule.configure({})
    if said[1:] and said[0] != said[1]:
        raise AssertionError(f"the two servers differ:\n  own: {said[0]}\n  other: {said[1]}")
    outcome = said[0]
    if policies:
        other = _said(lambda _: _served(policies), (), *about)
        outcome = Outcome(
            tuple(sorted(outcome.findings + other.findings)),
            outcome.undecided,
            outcome.exempted,
            {**outcome.remediated, **other.remediated},
        )
    return outcome


Server = Callable[[Run], Any]


def _own_server(run: Run) -> Any:
    servicer = Servicer(run.rules)
    servicer.run = run
    return servicer


def _plain_server(run: Run) -> Any:
    adapter = Adapter(run)
    return Ear(adapter, _served(adapter.policies()))


def _served(policies: Sequence[Any]) -> Any:
    """pulumi_policy's own server of `policies`, with its proxies; it has no public name."""
    from pulumi_policy import EnforcementLevel
    from pulumi_policy.policy import _PolicyAnalyzerServicer

    return _PolicyAnalyzerServicer("palisade", "1.0.0", list(policies), EnforcementLevel.ADVISORY)


def _said(
    make: Server,
    rules: tuple[Rule, ...],
    resources: Sequence[Resource],
    phase: Phase,
    environment: str,
    levels: Mapping[str, str],
    settings: Mapping[str, Mapping[str, Any]],
) -> Outcome:
    """What a server says in the order in which the engine asks it."""
    # Messages as rules write them, however wide.
    run = Run(rules, configured_environment=environment, shown=str)
    server = make(run)
    if phase != "analyze":
        start = pb.AnalyzerStackConfigureRequest(
            stack="test",
            project="project",
            dry_run=phase == "preview",
            config={"palisade:environment": environment},
        )
        server.ConfigureStack(start, None)
    server.Configure(_configured(server, levels, settings), None)
    diagnostics = []
    remediated: dict[str, Mapping[str, Any]] = {}
    last = []
    for item in resources:
        request = wire.analyze(item)
        for mended in server.Remediate(request, None).remediations:
            if not mended.diagnostic:
                request.properties.CopyFrom(mended.properties)
                remediated[item.urn] = dict(Properties(mended.properties))
        for diagnostic in server.Analyze(request, None).diagnostics:
            diagnostic.urn = diagnostic.urn or item.urn  # as the engine does
            diagnostics.append(diagnostic)
        last.append(wire.whole(item, cast("Struct", request.properties)))
    diagnostics += server.AnalyzeStack(pb.AnalyzeStackRequest(resources=last), None).diagnostics
    if run.defects:
        raise AssertionError("\n".join(item.message for item in run.defects.values()))
    return Outcome(
        tuple(sorted({_found(item, rules) for item in diagnostics if item.policyName not in OURS})),
        tuple(
            sorted(
                f"{rule.id}: {item.resource.name}.{item.prop} {item.because}"
                for rule, item in run.undecided.values()
            )
        ),
        tuple(sorted(rule.id for rule, _, _ in run.exempted.values())),
        remediated,
    )


OURS = (SUMMARY_ID, DEFECTS_ID)


def _found(item: pb.AnalyzeDiagnostic, rules: Sequence[Rule]) -> Found:
    name = item.policyName.removesuffix(EARLY)
    fixes = {rule.id: f"\nfix: {rule.card.fix}" for rule in rules}
    message = item.message.removeprefix(f"{item.description}\n").removesuffix(fixes.get(name, "\n"))
    return Found(name, item.urn, message, CONFIGURED[item.enforcementLevel].value)


def _configured(
    server: Any, levels: Mapping[str, str], settings: Mapping[str, Mapping[str, Any]]
) -> pb.ConfigureAnalyzerRequest:
    """As the engine does it: what a person sets over what the pack offers."""
    request = pb.ConfigureAnalyzerRequest()
    for item in server.GetAnalyzerInfo(None, None).policies:
        name = item.name.removesuffix(EARLY)
        config = request.policyConfig[item.name]
        config.enforcementLevel = item.enforcementLevel
        if name in levels:
            config.enforcementLevel = LEVELS[Level(levels[name])]
        config.properties.update(dict(settings.get(name, {})))
    return request


def _holds_secret(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_holds_secret(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return any(_holds_secret(item) for item in value)
    return isinstance(value, Secret)
