"""The analyzer protocol, over a real connection."""

import json
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2 as pb
from pulumi.runtime.proto import analyzer_pb2_grpc

from policies import cards
from policies.core import UNKNOWN, Card, Finding, Rule, Severity
from policies.registry import all_rules
from policies.rules.functions.plaintext_secret import plaintext_secret
from policies.servicer import Servicer, start
from policies.testing import wire
from policies.views.sqs import Queue
from tests.support.builders import (
    allow,
    component,
    environment,
    exemption,
    function,
    grant,
    mapping,
    policy_text,
    queue,
    role,
    role_policy,
)

NONE = empty_pb2.Empty()
NAMED = (
    "exemption-expired",
    "exemption-invalid",
    "exemption-unused",
    "functions-plaintext-secret",
    "iam-action-pattern",
    "iam-shared-role",
    "iam-wildcard-action",
    "iam-wildcard-resource",
    "messaging-missing-dead-letter",
)
RULES = tuple(rule for rule in all_rules() if rule.id in NAMED)
"""A few of every kind, so that a new rule changes nothing here."""
WORKER = role("worker-role")
WIDE = role_policy("wide", WORKER, policy_text(allow("sqs:*", "arn:aws:sqs:eu-west-1:1:jobs")))


@pytest.fixture
def servicer():
    yield Servicer(RULES)
    plaintext_secret.configure({})


@pytest.fixture
def pack(servicer):
    server, port = start(servicer)
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield analyzer_pb2_grpc.AnalyzerStub(channel)
    server.stop(None).wait()


def stack_of(pack, dry_run=True, **config):
    config = {key.replace("__", ":"): value for key, value in config.items()}
    request = pb.AnalyzerStackConfigureRequest(
        stack="test", project="palisade", dry_run=dry_run, config=config
    )
    pack.ConfigureStack(request)


def told(response):
    """(rule, level) of each finding."""
    return [
        (item.policyName, item.enforcementLevel)
        for item in response.diagnostics
        if item.policyName != "run-summary"
    ]


def test_every_rule_is_listed_with_what_its_card_says(pack):
    listed = {info.name: info for info in pack.GetAnalyzerInfo(NONE).policies}
    assert set(listed) == set(NAMED) | {"run-summary"}
    info = listed["iam-wildcard-action"]
    rule = next(rule for rule in all_rules() if rule.id == "iam-wildcard-action")
    assert info.displayName == rule.card.title
    assert info.description == cards.description(rule)
    assert info.remediation_steps == rule.card.fix
    assert info.url.startswith("https://docs.aws.amazon.com/")
    assert list(info.tags) == ["aws", "iam"]
    assert (info.severity, info.policy_type) == (
        pb.POLICY_SEVERITY_HIGH,
        pb.POLICY_TYPE_RESOURCE,
    )


def test_rules_over_the_stack_are_listed_as_such(pack):
    listed = {info.name: info for info in pack.GetAnalyzerInfo(NONE).policies}
    assert listed["iam-shared-role"].policy_type == pb.POLICY_TYPE_STACK


def test_a_finding_is_told_before_registration(pack):
    stack_of(pack)
    (item,) = pack.Analyze(wire.analyze(WIDE)).diagnostics
    assert item.message == (
        "policy, statement 1 allows every action of sqs: sqs:*\n"
        "fix: List the actions that the code calls."
    )
    assert (item.policyName, item.urn) == ("iam-wildcard-action", WIDE.urn)
    assert (item.policyPackName, item.severity) == ("palisade", pb.POLICY_SEVERITY_HIGH)


def test_a_type_without_rules_says_nothing(pack):
    assert told(pack.Analyze(wire.analyze(queue("jobs")))) == []


def test_rules_over_the_stack_are_told_at_the_end(pack):
    resources = [WORKER, function("a", role=WORKER), function("b", role=WORKER)]
    assert [told(pack.Analyze(wire.analyze(resource))) for resource in resources] == [[], [], []]
    assert told(pack.AnalyzeStack(wire.analyze_stack(resources))) == [
        ("iam-shared-role", pb.MANDATORY)
    ]


def test_inputs_of_components_are_kept_for_the_end(pack, servicer):
    around = component("worker", grants=[grant("sqs:SendMessage", queue("jobs"))])
    pack.Analyze(wire.analyze(around))
    pack.AnalyzeStack(wire.analyze_stack([component("worker")]))
    assert servicer.run.stack.get(around.urn).properties["grants"][0]["nodes"]


def test_grants_decide_what_the_text_does_not_say_yet(pack):
    around = component("worker", grants=[grant("sqs:*", queue("jobs"))])
    pack.Analyze(wire.analyze(around))
    unknown = role_policy("worker-policy", WORKER, UNKNOWN, parent=around)
    assert told(pack.Analyze(wire.analyze(unknown))) == [("iam-wildcard-action", pb.MANDATORY)]


@pytest.mark.parametrize(("name", "level"), [("dev", pb.ADVISORY), ("prod", pb.MANDATORY)])
def test_the_configured_environment_decides_the_level(pack, name, level):
    stack_of(pack, palisade__environment=name)
    resources = [queue("jobs"), function("worker", role=WORKER)]
    resources.append(mapping("m", source=resources[0], target=resources[1]))
    assert told(pack.AnalyzeStack(wire.analyze_stack(resources))) == [
        ("messaging-missing-dead-letter", level)
    ]


def configure(pack, **given):
    """As the engine does: what a person gave over what the pack offers."""
    config = {
        info.name: pb.PolicyConfig(enforcementLevel=info.enforcementLevel)
        for info in pack.GetAnalyzerInfo(NONE).policies
    }
    for name, (level, properties) in given.items():
        rule = config[name.replace("_", "-")]
        rule.enforcementLevel = level
        rule.properties.update(properties)
    pack.Configure(pb.ConfigureAnalyzerRequest(policyConfig=config))


def test_a_configured_level_goes_before_the_environments(pack):
    configure(pack, iam_wildcard_action=(pb.ADVISORY, {}))
    assert told(pack.Analyze(wire.analyze(WIDE))) == [("iam-wildcard-action", pb.ADVISORY)]


def test_what_nobody_configured_still_follows_the_environment(pack):
    configure(pack, iam_wildcard_action=(pb.DISABLED, {}))
    pack.Analyze(wire.analyze(environment("dev")))
    resources = [queue("jobs"), function("worker", role=WORKER)]
    resources.append(mapping("m", source=resources[0], target=resources[1]))
    assert told(pack.AnalyzeStack(wire.analyze_stack(resources))) == [
        ("messaging-missing-dead-letter", pb.ADVISORY)
    ]


def test_a_disabled_rule_says_nothing(pack):
    configure(pack, iam_wildcard_action=(pb.DISABLED, {}))
    assert told(pack.Analyze(wire.analyze(WIDE))) == []


def test_a_rule_takes_its_settings_from_the_configuration(pack):
    settings = {"not_secret": ["NEXT_TOKEN"]}
    configure(pack, functions_plaintext_secret=(pb.MANDATORY, settings))
    worker = function("worker", environment={"variables": {"NEXT_TOKEN": "abc"}})
    assert told(pack.Analyze(wire.analyze(worker))) == []


def test_configuration_for_a_rule_that_is_not_there_is_an_error(pack):
    request = pb.ConfigureAnalyzerRequest(policyConfig={"iam-shared-rol": pb.PolicyConfig()})
    with pytest.raises(grpc.RpcError) as caught:
        pack.Configure(request)
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert caught.value.details() == (
        "the policy pack's configuration names no rule: "
        "iam-shared-rol (did you mean iam-shared-role?)"
    )


def test_undecided_checks_are_one_advisory_line_at_the_end(pack):
    stack_of(pack)
    unknown = role_policy("later", WORKER, UNKNOWN)
    assert told(pack.Analyze(wire.analyze(unknown))) == []
    (summary,) = pack.AnalyzeStack(wire.analyze_stack([])).diagnostics
    assert (summary.policyName, summary.enforcementLevel) == ("run-summary", pb.ADVISORY)
    assert summary.message == (
        "3 checks undecided at preview: 1 value is known only after creation (later.policy)"
    )


def test_calls_from_many_threads_lose_nothing(pack, servicer):
    document = policy_text(allow("sqs:*", "arn:aws:sqs:eu-west-1:1:jobs"))
    requests = [wire.analyze(role_policy(f"p{n}", WORKER, document)) for n in range(60)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(pack.Analyze, requests))
    assert [len(answer.diagnostics) for answer in answers] == [1] * 60
    assert len(servicer.run.findings) == 60


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "reports" / "findings.json"
    monkeypatch.setenv("PALISADE_FINDINGS", str(path))
    return path


def test_all_of_a_run_is_in_the_findings_file(pack, file):
    stack_of(pack)
    root = environment(
        "dev",
        exemptions=[exemption("iam-wildcard-action", "wide"), exemption("iam-shared-role", "x")],
    )
    unknown = role_policy("later", WORKER, UNKNOWN)
    wrong = function("worker", environment={"variables": {"DB_PASSWORD": "hunter2"}})
    resources = [root, WORKER, WIDE, unknown, wrong]
    for resource in resources:
        pack.Analyze(wire.analyze(resource))
    pack.AnalyzeStack(wire.analyze_stack(resources))
    written = json.loads(file.read_text())

    assert (written["version"], written["stack"], written["project"]) == (1, "test", "palisade")
    assert (written["environment"], written["phase"], written["complete"]) == (
        "dev",
        "preview",
        True,
    )
    assert {rule["id"] for rule in written["rules"]} == set(NAMED)
    found = {item["rule"]: item for item in written["findings"]}
    assert set(found) == {"functions-plaintext-secret", "exemption-unused"}
    secret = found["functions-plaintext-secret"]
    assert (secret["resource"], secret["name"], secret["level"], secret["severity"]) == (
        wrong.urn,
        "worker",
        "mandatory",
        "critical",
    )
    assert len(secret["id"]) == 12
    assert "hunter2" not in file.read_text()
    (exempted,) = written["exempted"]
    assert (exempted["rule"], exempted["exemption"]["owner"]) == ("iam-wildcard-action", "web-team")
    assert [item["matched"] for item in written["exemptions"]] == [1, 0]
    assert written["exemptions"][0]["until"] == "2999-12-31"
    assert written["exemptions"][0]["days_left"] > 0
    assert {(item["rule"], item["property"]) for item in written["undecided"]} == {
        ("iam-action-pattern", "policy"),
        ("iam-wildcard-action", "policy"),
        ("iam-wildcard-resource", "policy"),
    }
    assert written["defects"] == []
    assert written["flow"]


def test_what_stops_an_update_is_in_the_findings_file_at_once(pack, file):
    stack_of(pack, dry_run=False)
    pack.Analyze(wire.analyze(WIDE))
    written = json.loads(file.read_text())
    assert (written["phase"], written["complete"]) == ("update", False)
    assert [item["rule"] for item in written["findings"]] == ["iam-wildcard-action"]


def test_a_preview_writes_the_findings_file_only_at_its_end(pack, file):
    stack_of(pack)
    pack.Analyze(wire.analyze(WIDE))
    assert not file.exists()


def test_existing_state_is_analysed_without_any_configuration(pack, file):
    pack.AnalyzeStack(wire.analyze_stack([environment("dev")]))
    written = json.loads(file.read_text())
    assert (written["phase"], written["environment"], written["stack"]) == ("analyze", "dev", "")


def test_no_half_written_file_is_left(pack, file):
    pack.AnalyzeStack(wire.analyze_stack([]))
    assert [path.name for path in file.parent.iterdir()] == ["findings.json"]


def test_a_findings_file_that_cannot_be_written_fails_the_run(pack, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    path = str(tmp_path / "file" / "findings.json")
    monkeypatch.setenv("PALISADE_FINDINGS", path)
    (item,) = pack.AnalyzeStack(wire.analyze_stack([])).diagnostics
    assert item.enforcementLevel == pb.MANDATORY
    assert item.message.startswith(f"PALISADE_FINDINGS = {path!r}: cannot be written: ")


def test_a_flow_that_cannot_be_drawn_fails_the_run_and_costs_nothing_else(pack, file, monkeypatch):
    def broken(stack):
        raise KeyError("oops")

    monkeypatch.setattr("policies.flow.summary", broken)
    (item,) = pack.AnalyzeStack(wire.analyze_stack([])).diagnostics
    assert item.enforcementLevel == pb.MANDATORY
    assert item.message == "the event flow could not be drawn: KeyError: 'oops'"
    assert json.loads(file.read_text())["complete"]


def test_nothing_is_remediated_unasked(pack):
    assert not pack.Remediate(wire.analyze(WIDE)).remediations


def test_the_rest_of_the_protocol_answers(pack):
    pack.Handshake(pb.AnalyzerHandshakeRequest(engine_address="127.0.0.1:1"))
    pack.Cancel(NONE)
    assert pack.GetPluginInfo(NONE).version


def fails(target: Queue):
    yield Finding(target, "a", "was found before")
    raise KeyError("oops")


def test_a_rule_that_fails_is_named_is_mandatory_and_hides_nothing(file):
    broken = Rule("queues-broken", Card(Severity.LOW, "Title", "why", "fix", "source"), fails)
    servicer = Servicer((broken, *RULES))
    servicer.run.phase, servicer.run.configured_environment = "preview", "dev"
    said = servicer.Analyze(wire.analyze(queue("jobs")), None).diagnostics
    assert [(item.policyName, item.message, item.enforcementLevel) for item in said] == [
        ("queues-broken", "was found before\nfix: fix", pb.ADVISORY),
        (
            "queues-broken",
            "defect of rule queues-broken at jobs: KeyError: 'oops'",
            pb.MANDATORY,
        ),
    ]
    assert told(servicer.Analyze(wire.analyze(WIDE), None)) == [
        ("iam-wildcard-action", pb.MANDATORY)
    ]
    servicer.AnalyzeStack(wire.analyze_stack([]), None)
    (defect,) = json.loads(file.read_text())["defects"]
    assert (defect["rule"], defect["resource"]) == ("queues-broken", queue("jobs").urn)
