"""Both servers of the pack say the same: ours, and pulumi_policy's with its proxies."""

import pytest
from pulumi.runtime.proto import analyzer_pb2 as pb
from pulumi_policy import EnforcementLevel, ResourceValidationPolicy, StackValidationPolicy
from pulumi_policy.policy import _PolicyAnalyzerServicer

from policies import cards
from policies.core import Card, Finding, Rule, Severity
from policies.plain import reason_for_plain_server, run_from_environment
from policies.plain.adapter import Adapter
from policies.plain.ear import Ear
from policies.registry import all_rules
from policies.run import Run
from policies.servicer import Servicer
from policies.testing import wire
from policies.values import UNKNOWN
from policies.views.sqs import Queue
from tests.support.builders import environment, exemption, queue, resource, role_policy


def plain_servicer(run):
    adapter = Adapter(run)
    policies = adapter.policies()
    servicer = _PolicyAnalyzerServicer("palisade", "1", policies, EnforcementLevel.ADVISORY)
    return Ear(adapter, servicer)


def told(servicer, run, resources):
    """What a server tells of `resources`: (rule, URN, message), and what it leaves undecided."""
    responses = [servicer.Analyze(wire.analyze(item), None) for item in resources]
    responses.append(servicer.AnalyzeStack(wire.analyze_stack(resources), None))
    findings = {
        (item.policyName, item.urn, item.message.removeprefix(f"{item.description}\n"))
        for response in responses
        for item in response.diagnostics
        if item.policyName != "run-summary"
    }
    return findings, set(run.undecided), set(run.exempted)


def started(server, rules, environment, config=None):
    """A server of the pack, told what the engine tells it at the start of an update."""
    servicer = Servicer(rules) if server == "own" else plain_servicer(Run(rules))
    servicer.ConfigureStack(
        pb.AnalyzerStackConfigureRequest(
            stack="s", project="p", config={"palisade:environment": environment}
        ),
        None,
    )
    offered = servicer.GetAnalyzerInfo(None, None).policies
    given = {item.name: pb.PolicyConfig(enforcementLevel=item.enforcementLevel) for item in offered}
    given.update(config or {})
    servicer.Configure(pb.ConfigureAnalyzerRequest(policyConfig=given), None)
    return servicer


@pytest.mark.parametrize("server", ["own", "pulumi_policy's"])
@pytest.mark.parametrize(
    ("environment", "config", "level"),
    [
        ("dev", {}, pb.ADVISORY),
        ("prod", {}, pb.MANDATORY),
        ("elsewhere", {}, pb.MANDATORY),
        ("prod", {"enforcementLevel": pb.ADVISORY}, pb.ADVISORY),
        ("dev", {"enforcementLevel": pb.MANDATORY}, pb.MANDATORY),
        ("prod", {"enforcementLevel": pb.DISABLED}, None),
    ],
)
def test_levels_are_those_of_the_environment_and_the_configuration(
    server, environment, config, level
):
    def bad(target: Queue):
        yield Finding(target, "bad", "is bad")

    rule = Rule("queues-bad", Card(Severity.MEDIUM, "Title", "why", "fix", "source"), bad)
    given = {"queues-bad": pb.PolicyConfig(**config)} if config else {}
    servicer = started(server, (rule,), environment, given)
    told = [
        item.enforcementLevel
        for item in servicer.Analyze(wire.analyze(queue("q")), None).diagnostics
    ]
    assert told == ([] if level is None else [level])


@pytest.mark.parametrize("server", ["own", "pulumi_policy's"])
def test_the_stack_and_the_phase_reach_the_run(server):
    servicer = started(server, (early_rule(),), "dev")
    (item,) = servicer.Analyze(wire.analyze(queue("jobs")), None).diagnostics
    assert item.policyName.startswith("queues-early")


@pytest.mark.parametrize("server", ["own", "pulumi_policy's"])
def test_an_environment_asks_for_every_remedy(server, monkeypatch):
    monkeypatch.setattr("policies.levels.REMEDIATING", frozenset({"sandbox"}))
    rules = tuple(rule for rule in all_rules() if rule.id == "messaging-unencrypted-queue")
    servicer = started(server, rules, "sandbox")
    off = wire.analyze(queue("jobs", sqsManagedSseEnabled=False))
    (item,) = servicer.Remediate(off, None).remediations
    assert item.properties["sqsManagedSseEnabled"] is True


@pytest.mark.parametrize("server", ["own", "pulumi_policy's"])
def test_a_resource_that_is_asked_about_again_is_looked_at_anew(server):
    def slow(target: Queue):
        if target.number("delaySeconds"):
            yield Finding(target, "slow", "it waits")

    rule = Rule("queues-slow", Card(Severity.MEDIUM, "Title", "why", "fix", "source"), slow)
    servicer = started(server, (rule,), "dev")
    found = [
        len(servicer.Analyze(wire.analyze(queue("jobs", delaySeconds=seconds)), None).diagnostics)
        for seconds in (0, 5, 0)
    ]
    assert found == [0, 1, 0]


def test_every_rule_is_a_public_policy_with_its_card():
    policies = {policy.name: policy for policy in Adapter(Run(all_rules())).policies()}
    for rule in all_rules():
        policy = policies[rule.id]
        kind = StackValidationPolicy if rule.needs_stack else ResourceValidationPolicy
        assert isinstance(policy, kind)
        assert policy.description == cards.description(rule)
        assert policy.display_name == rule.card.title
        assert policy.severity is not None
        assert policy.severity.value == rule.card.severity.value
        assert policy.remediation_steps == rule.card.fix


def test_exemptions_hold_under_both():
    root = environment(exemptions=[exemption("iam-wildcard-action", "p")])
    wide = role_policy("p", "r", '{"Statement": {"Effect": "Allow", "Action": "sqs:*"}}')
    ours, run = Servicer(all_rules()), Run(all_rules())
    findings, _, exempted = told(ours, ours.run, [root, wide])
    assert told(plain_servicer(run), run, [root, wide])[0] == findings
    assert {rule for rule, _ in exempted} == {"iam-wildcard-action"}


def test_the_summary_says_why_this_server_serves():
    servicer = _PolicyAnalyzerServicer(
        "palisade", "1", Adapter(Run(())).policies("for a reason"), EnforcementLevel.ADVISORY
    )
    (item,) = servicer.AnalyzeStack(wire.analyze_stack([]), None).diagnostics
    assert item.message.endswith("\nfor a reason")


def broken(target: Queue):
    yield Finding(target, "a", "was found before")
    raise KeyError("oops")


def test_a_defect_is_mandatory_here_too():
    rule = Rule("queues-broken", Card(Severity.LOW, "Title", "why", "fix", "source"), broken)
    findings, _, _ = told(plain_servicer(Run((rule,))), Run(()), [queue("jobs")])
    assert findings == {
        ("queues-broken", queue("jobs").urn, "was found before\nfix: fix"),
        (
            "run-defects",
            queue("jobs").urn,
            "defect of rule queues-broken at jobs: KeyError: 'oops'",
        ),
    }


def early_rule():
    def nothing(target: Queue):
        return iter(())

    rule = Rule("queues-early", Card(Severity.HIGH, "Title", "why", "fix", "source"), nothing)

    @rule.before_registration
    def early(resource, stack):
        yield Finding(resource, "early", "must not be")

    return rule


@pytest.mark.parametrize(("phase", "refused"), [("update", True), ("preview", False)])
def test_checks_before_registration_are_made_here_too(phase, refused):
    servicer = plain_servicer(Run((early_rule(),), phase=phase))
    diagnostics = servicer.Analyze(wire.analyze(queue("jobs")), None).diagnostics
    names = [item.policyName for item in diagnostics]
    assert names == (["queues-early-before-registration"] if refused else [])


def test_assets_reach_rules_as_mappings():
    run = Run(())
    code = {
        wire.SIGNATURE: "c44067f5952c0a294b673a41bacd8c17",
        "text": "x = 1",
    }
    holder = resource("aws:s3/bucketObject:BucketObject", "o", source=code, key=UNKNOWN)
    adapter = Adapter(run)

    def take(args, report):
        adapter.take(args)

    policy = ResourceValidationPolicy("take", "takes", take)
    servicer = _PolicyAnalyzerServicer("palisade", "1", [policy], EnforcementLevel.ADVISORY)
    servicer.Analyze(wire.analyze(holder), None)
    (seen,) = run.seen
    assert seen.properties == {"source": {"text": "x = 1"}, "key": UNKNOWN}


@pytest.mark.parametrize(
    ("variable", "versions", "reason"),
    [
        ("", {}, ""),
        ("0", {}, ""),
        ("1", {}, "PALISADE_PLAIN_PACK is set"),
        ("", {"pulumi": "4.0.0"}, "pulumi 4.0.0 is outside the tested range"),
        ("", {"pulumi-policy": "1.3.1"}, "pulumi-policy 1.3.1 is outside the tested range"),
        ("", {"pulumi": "3.999.0a1"}, ""),
    ],
)
def test_the_plain_server_serves_when_it_must(monkeypatch, variable, versions, reason):
    installed = {"pulumi": "3.272.0", "pulumi-policy": "1.21.0", **versions}
    monkeypatch.setenv("PALISADE_PLAIN_PACK", variable)
    monkeypatch.setattr("importlib.metadata.version", installed.__getitem__)
    assert reason_for_plain_server() == reason


def test_the_run_is_told_of_the_stack_by_the_host(monkeypatch):
    for name, value in {
        "PULUMI_STACK": "prod",
        "PULUMI_PROJECT": "palisade",
        "PULUMI_DRY_RUN": "false",
        "PULUMI_CONFIG": '{"palisade:environment": "dev"}',
    }.items():
        monkeypatch.setenv(name, value)
    run = run_from_environment(())
    assert (run.stack_name, run.project, run.phase) == ("prod", "palisade", "update")
    assert run.environment == "dev"


def only(name):
    return tuple(rule for rule in all_rules() if rule.id == name)


@pytest.mark.parametrize("server", ["own", "pulumi_policy's"])
def test_a_control_of_security_hub_is_the_policys_framework(server):
    servicer = started(server, only("messaging-unencrypted-queue"), "dev")
    info = servicer.GetAnalyzerInfo(None, None).policies[0]
    assert (info.framework.name, info.framework.reference) == (cards.FRAMEWORK, "SQS.1")


def test_other_types_are_not_applicable():
    servicer = started("pulumi_policy's", only("messaging-unencrypted-queue"), "dev")
    other = wire.analyze(resource("aws:sns/topic:Topic", "t"))
    (item,) = servicer.Analyze(other, None).not_applicable
    assert (item.policy_name, item.reason) == (
        "messaging-unencrypted-queue",
        "looks at aws:sqs/queue:Queue",
    )


def test_what_is_not_applicable_is_still_seen_by_rules_over_the_stack():
    found = environment("dev", exemptions=[exemption("messaging-unencrypted-queue", "jobs")])
    servicer = plain_servicer(Run(only("messaging-unencrypted-queue")))
    servicer.Analyze(wire.analyze(found), None)
    off = queue("jobs", sqsManagedSseEnabled=False)
    assert not servicer.Analyze(wire.analyze(off), None).diagnostics
