"""Rules mend what they find: where it is asked for, only that, through both servers."""

from dataclasses import replace

import pytest
from pulumi.runtime.proto import analyzer_pb2 as pb
from pulumi_policy import EnforcementLevel
from pulumi_policy.policy import _PolicyAnalyzerServicer

from policies import levels
from policies.core import UNKNOWN, Card, Finding, Rule, Severity
from policies.decode import Properties
from policies.levels import Level
from policies.plain.adapter import Adapter
from policies.registry import all_rules
from policies.remediation import changed
from policies.rules.apis.unencrypted_cache import unencrypted_cache
from policies.rules.messaging.unencrypted_queue import unencrypted_queue
from policies.run import Run
from policies.servicer import Servicer
from policies.testing import wire
from policies.values import Secret
from policies.view import Stack
from policies.views.sqs import Queue
from tests.support.builders import environment, exemption, queue, resource
from tests.support.cases import cases_of

OFF = queue("jobs", sqsManagedSseEnabled=False, tags={"a": Secret("b")}, policy=UNKNOWN)
REMEDIES = [rule for rule in all_rules() if rule.remedy]


def ours(rule, level=pb.REMEDIATE):
    """Our server, with what a person sets for `rule`."""
    servicer = Servicer((rule,))
    servicer.GetAnalyzerInfo(None, None)
    config = {rule.id: pb.PolicyConfig(enforcementLevel=level)}
    servicer.Configure(pb.ConfigureAnalyzerRequest(policyConfig=config), None)
    return servicer


def plain(rule, level=pb.REMEDIATE):
    """pulumi_policy's server, with the same."""
    policies = Adapter(Run((rule,))).policies()
    servicer = _PolicyAnalyzerServicer("palisade", "1", policies, EnforcementLevel.ADVISORY)
    config = {rule.id: pb.PolicyConfig(enforcementLevel=level)}
    servicer.Configure(pb.ConfigureAnalyzerRequest(policyConfig=config), None)
    return servicer


both = pytest.mark.parametrize("server", [ours, plain])


def mended(servicer, found):
    """What a server sets in `found`, and what it says beside that."""
    answers = servicer.Remediate(wire.analyze(found), None).remediations
    properties = [dict(Properties(item.properties)) for item in answers if not item.diagnostic]
    return properties, [item.diagnostic for item in answers if item.diagnostic]


@both
def test_only_what_is_wrong_changes(server):
    (properties,), _ = mended(server(unencrypted_queue), OFF)
    assert properties == {**OFF.properties, "sqsManagedSseEnabled": True}


@both
def test_what_is_right_stays(server):
    assert mended(server(unencrypted_queue), queue("jobs")) == ([], [])


@both
@pytest.mark.parametrize("level", [pb.ADVISORY, pb.MANDATORY, pb.DISABLED])
def test_no_other_level_changes_anything(server, level):
    assert mended(server(unencrypted_queue, level), OFF) == ([], [])


@both
def test_other_types_are_left_alone(server):
    other = resource("aws:sns/topic:Topic", "t", sqsManagedSseEnabled=False)
    assert mended(server(unencrypted_queue), other) == ([], [])


@both
def test_a_place_inside_an_object_is_set_there(server):
    settings = {"cachingEnabled": True, "metricsEnabled": UNKNOWN}
    found = resource("aws:apigateway/methodSettings:MethodSettings", "m", settings=settings)
    (properties,), _ = mended(server(unencrypted_cache), found)
    assert properties == {"settings": {**settings, "cacheDataEncrypted": True}}


@both
def test_an_unknown_value_is_not_replaced(server):
    assert mended(server(unencrypted_queue), queue("jobs", sqsManagedSseEnabled=UNKNOWN)) == (
        [],
        [],
    )


@both
def test_what_is_exempted_stays(server):
    servicer = server(unencrypted_queue)
    root = environment(exemptions=[exemption("messaging-unencrypted-queue", "jobs")])
    servicer.Analyze(wire.analyze(root), None)
    assert mended(servicer, OFF) == ([], [])


def test_what_cannot_be_mended_is_mandatory():
    servicer = ours(unencrypted_queue)
    (item,) = servicer.Analyze(wire.analyze(OFF), None).diagnostics
    assert item.enforcementLevel == pb.MANDATORY


def test_what_was_set_is_in_the_run():
    servicer = ours(unencrypted_queue)
    servicer.Remediate(wire.analyze(OFF), None)
    ((rule, found, changes),) = servicer.run.remediated.values()
    assert (rule, found.name, changes) == (
        unencrypted_queue,
        "jobs",
        {"sqsManagedSseEnabled": True},
    )


def failing(remedy):
    def check(target: Queue):
        yield Finding(target, "wrong", "is wrong")

    rule = Rule("queues-wrong", Card(Severity.LOW, "T", "why", "fix", "source"), check)
    rule.remediation(remedy)
    return rule


def test_a_remedy_that_fails_is_told_and_changes_nothing():
    def remedy(target):
        raise KeyError("oops")

    servicer = ours(failing(remedy))
    said = "defect of rule queues-wrong at jobs: KeyError: 'oops'"
    assert mended(servicer, queue("jobs")) == ([], [said])
    assert servicer.run.stops()


def test_a_remedy_that_lacks_a_value_leaves_the_check_undecided():
    rule = failing(lambda target: {"name": target.text("policy")})
    servicer = ours(rule)
    assert mended(servicer, queue("jobs", policy=UNKNOWN)) == ([], [])
    assert list(servicer.run.undecided) == [("queues-wrong", queue("jobs").urn, "policy")]


def test_remedies_follow_each_other():
    tagged = failing(lambda target: {"tags.owner": "us"})
    servicer = Servicer((unencrypted_queue, tagged))
    for rule in servicer.run.rules:
        servicer.run.levels[rule.id] = Level.REMEDIATE
    _, last = mended(servicer, OFF)[0]
    assert last["sqsManagedSseEnabled"] is True
    assert last["tags"] == {"a": Secret("b"), "owner": "us"}


def test_an_environment_can_ask_for_every_remedy(monkeypatch):
    monkeypatch.setattr(levels, "REMEDIATING", frozenset({"sandbox"}))
    run = Run((unencrypted_queue,), configured_environment="sandbox")
    assert run.setting(unencrypted_queue) is Level.REMEDIATE
    assert run.level(unencrypted_queue) is Level.MANDATORY
    assert Run((), configured_environment="dev").setting(unencrypted_queue) is Level.ADVISORY


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({}, {"a": {"b": 1}}),
        ({"a": None}, {"a": {"b": 1}}),
        ({"a": {"c": 2}}, {"a": {"b": 1, "c": 2}}),
        ({"a": Secret({"c": 2})}, {"a": Secret({"b": 1, "c": 2})}),
        ({"a": UNKNOWN}, None),
        ({"a": "text"}, None),
        ({"a": [{"b": 0}]}, None),
    ],
)
def test_a_path_is_followed_as_far_as_objects_go(properties, expected):
    made = changed(wire.struct(properties), {"a.b": 1})
    assert (None if made is None else dict(Properties(made))) == expected


@pytest.mark.parametrize("rule", REMEDIES, ids=lambda rule: rule.id)
def test_a_remedy_ends_every_finding_of_its_rule(rule):
    faults = [found for _, resources, _ in cases_of(rule) for found in resources]
    ended = 0
    for found in faults:
        if not any(isinstance(item, Finding) for item in rule.run_one(found, Stack())):
            continue
        made = changed(wire.struct(found.properties), rule.changes(found, Stack()))
        assert rule.run_one(replace(found, properties=Properties(made)), Stack()) == []
        ended += 1
    assert ended


@pytest.mark.parametrize("rule", REMEDIES, ids=lambda rule: rule.id)
def test_only_a_rule_that_sees_one_resource_has_a_remedy(rule):
    assert not rule.needs_stack
