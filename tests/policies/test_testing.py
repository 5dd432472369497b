"""The fixture that other people test their rules with."""

import pulumi
import pulumi_aws as aws
import pytest
from pulumi_policy import EnforcementLevel, ResourceValidationPolicy, StackValidationPolicy

from policies.core import Card, Finding, Joined, Rule, Severity
from policies.exemptions import OWN_RULES
from policies.registry import all_rules
from policies.testing import UNKNOWN, Secret, check, resource, resources_of
from policies.views.sqs import Queue
from tests.support.builders import environment, exemption, mapping
from tests.support.cases import cases_of, set_day

CARD = Card(Severity.MEDIUM, "A queue is not named for its team", "why.", "Rename it.", "ours")


def unnamed(queue: Queue):
    if not queue.text("name").startswith("team-"):
        yield Finding(queue, "name", f"is named {queue.text('name') or 'by Pulumi'}")


UNNAMED = Rule("ours-unnamed", CARD, unnamed)


def queue(name, /, **props):
    return resource("aws:sqs/queue:Queue", name, **props)


def program():
    jobs = aws.sqs.Queue("jobs", name="jobs")
    aws.sqs.Queue("team", name="team-jobs")
    aws.sqs.QueuePolicy("policy", queue_url=jobs.url, policy="{}")
    aws.sqs.Queue("later", name=pulumi.Output.concat("team-", jobs.arn))


def test_a_list_of_resources_is_checked(guardrails):
    found = guardrails([queue("jobs", name="x"), queue("team", name="team-a")], rules=[UNNAMED])
    (item,) = found.findings
    assert (item.rule, item.name, item.message, item.level) == (
        "ours-unnamed",
        "jobs",
        "is named x",
        "mandatory",
    )


def test_a_program_is_checked_with_what_preview_does_not_know(guardrails):
    found = guardrails(program, rules=[UNNAMED])
    assert found.messages == ["is named jobs"]
    assert found.undecided == ("ours-unnamed: later.name is not known at preview",)


def test_an_update_knows_what_was_unknown(guardrails):
    found = guardrails(program, rules=[UNNAMED], phase="update")
    assert (found.messages, found.undecided) == (["is named jobs"], ())


def test_a_program_has_its_configuration_and_answers():
    def configured():
        made = aws.sqs.Queue("jobs", name=pulumi.Config("app").require("name"))
        aws.sqs.Queue("other", name=made.arn)

    jobs, other = resources_of(
        configured, config={"app:name": "x"}, outputs={"jobs": {"arn": "arn:x"}}
    )
    assert (jobs.properties["name"], other.properties["name"]) == ("x", "arn:x")
    assert other.property_dependencies["name"] == (jobs.urn,)


def test_components_are_parents():
    class Team(pulumi.ComponentResource):
        def __init__(self):
            super().__init__("ours:index:Team", "team", {"size": 3})
            aws.sqs.Queue("jobs", opts=pulumi.ResourceOptions(parent=self))
            self.register_outputs({})

    team, jobs = resources_of(Team)
    assert (jobs.parent, team.properties) == (team.urn, {"size": 3})
    assert jobs.urn.endswith("::ours:index:Team$aws:sqs/queue:Queue::jobs")


def test_a_lookup_is_an_error():
    with pytest.raises(Exception, match="looks up aws:index/getCallerIdentity"):
        resources_of(aws.get_caller_identity)


def test_levels_settings_and_environments_are_those_of_a_run(guardrails):
    resources = [queue("jobs", name="x")]
    level = {"levels": {"ours-unnamed": "disabled"}}
    assert guardrails(resources, rules=[UNNAMED], environment="dev").findings[0].level == "advisory"
    assert guardrails(resources, rules=[UNNAMED], **level).findings == ()
    settings = {"functions-plaintext-secret": {"not_secret": ["NEXT_TOKEN"]}}
    variables = {"variables": {"NEXT_TOKEN": "abc"}}
    worker = [resource("aws:lambda/function:Function", "worker", environment=variables)]
    rules = [rule for rule in all_rules() if rule.id in settings]
    assert guardrails(worker, rules).rules == ["functions-plaintext-secret"]
    assert guardrails(worker, rules, settings=settings).rules == []
    assert guardrails(worker, rules).rules == ["functions-plaintext-secret"]


def test_what_is_mended_is_what_is_checked(guardrails):
    rules = [rule for rule in all_rules() if rule.id == "messaging-unencrypted-queue"]
    off = queue("jobs", sqsManagedSseEnabled=False)
    found = guardrails([off], rules, levels={"messaging-unencrypted-queue": "remediate"})
    assert found.findings == ()
    assert found.remediated == {off.urn: {"sqsManagedSseEnabled": True}}


def test_exemptions_hold(guardrails):
    rules = [rule for rule in all_rules() if rule.id == "messaging-unencrypted-queue"]
    root = environment("dev", exemptions=[exemption("messaging-unencrypted-queue", "jobs")])
    found = guardrails([root, queue("jobs", sqsManagedSseEnabled=False)], rules)
    assert (found.findings, found.exempted) == ((), ("messaging-unencrypted-queue",))


def test_policies_of_pulumi_policy_are_checked_beside(guardrails):
    def short(args, report):
        if args.resource_type == "aws:sqs/queue:Queue" and len(args.props["name"]) < 3:
            report("is short")

    def many(args, report):
        if len(args.resources) > 1:
            report("are many", args.resources[1].urn)

    policies = [
        UNNAMED,
        ResourceValidationPolicy("short", "Short.", short, EnforcementLevel.ADVISORY),
        StackValidationPolicy("many", "Many.", many, EnforcementLevel.MANDATORY),
    ]
    found = guardrails([queue("a", name="x"), queue("b", name="y")], policies)
    assert [(item.rule, item.name, item.message, item.level) for item in found.findings] == [
        ("many", "b", "are many", "mandatory"),
        ("ours-unnamed", "a", "is named x", "mandatory"),
        ("ours-unnamed", "b", "is named y", "mandatory"),
        ("short", "a", "is short", "advisory"),
        ("short", "b", "is short", "advisory"),
    ]


def test_unknown_values_are_pulumi_policys_own_there(guardrails):
    def reads(args, report):
        if args.props["name"]:
            report("has a name")

    policy = ResourceValidationPolicy("reads", "Reads.", reads, EnforcementLevel.ADVISORY)
    (item,) = guardrails([queue("a", name=UNKNOWN)], [policy]).findings
    assert "can't be known during preview" in item.message


def test_a_rule_that_fails_fails_the_test(guardrails):
    def broken(queue: Queue):
        raise KeyError("oops")
        yield

    rule = Rule("ours-broken", CARD, broken)
    with pytest.raises(AssertionError, match="defect of rule ours-broken at jobs: KeyError"):
        guardrails([queue("jobs")], [rule])


def test_servers_that_differ_fail_the_test(guardrails):
    calls = []

    def moody(queue: Queue):
        calls.append(queue)
        yield Finding(queue, "n", f"call {len(calls)}")

    with pytest.raises(AssertionError, match="the two servers differ"):
        guardrails([queue("jobs")], [Rule("ours-moody", CARD, moody)])


def test_secrets_keep_their_mark(guardrails):
    def marked(queue: Queue):
        if queue.secret("name"):
            yield Finding(queue, "n", "is secret")

    rule = Rule("ours-marked", CARD, marked)
    assert guardrails([queue("jobs", name=Secret("x"))], [rule]).messages == ["is secret"]


def test_rules_over_the_stack_follow_references(guardrails):
    def consumed(queue: Joined[Queue]):
        for other in queue.stack.typed("aws:lambda/eventSourceMapping:EventSourceMapping"):
            if queue.urn in other.dependencies:
                yield Finding(queue, "c", f"is read by {other.name}")

    jobs = queue("jobs")
    reader = mapping("reader", source=jobs, target=resource("aws:lambda/function:Function", "f"))
    rule = Rule("ours-consumed", CARD, consumed)
    assert guardrails([jobs, reader], [rule]).messages == ["is read by reader"]


def test_a_finding_that_is_not_there_is_not_said():
    assert check([queue("team", name="team-a")], [UNNAMED]) == check([], [UNNAMED])


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_the_packs_own_cases_hold_in_both_servers(guardrails, monkeypatch, rule):
    """All cases of a rule in one test: there are thousands, and each takes a millisecond."""
    set_day(monkeypatch, rule)
    alone = not rule.id.startswith(OWN_RULES)  # those need the run's other rules
    differing = {}
    for name, resources, expected in cases_of(rule):
        found = guardrails(resources, [rule])
        fixed = {message for message in expected if not message.startswith("undecided: ")}
        if alone and set(found.messages) != fixed:
            differing[name] = found.messages
    assert differing == {}
