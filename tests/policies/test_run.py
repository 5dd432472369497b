"""What one run makes of outcomes: levels, exemptions, undecided checks, defects, the summary."""

from datetime import date

import pytest

from policies.core import UNKNOWN, Card, Finding, Open, Rule, Severity
from policies.levels import Level
from policies.registry import all_rules
from policies.run import Run
from policies.view import Stack
from policies.views.sqs import Queue
from tests.support.builders import component, environment, exemption, queue

TODAY = date(2026, 11, 21)


def card(severity=Severity.MEDIUM):
    return Card(severity, "A title", "a reason", "mend it", "a source")


def named_wrong(target: Queue):
    if target.text("name").startswith("wrong"):
        yield Finding(target, "name", "has a wrong name")


WRONG = Rule("queues-wrong", card(), named_wrong)
OWN = tuple(rule for rule in all_rules() if rule.id.startswith("exemption-"))


def run_over(*resources, rules=(WRONG, *OWN), phase="preview", levels=None):
    """The run, and the messages that it told, as (rule, message)."""
    run = Run(rules, today=TODAY, phase=phase, levels=levels or {})
    told = []
    for resource in resources:
        run.see(resource)
        for rule in rules:
            if not rule.needs_stack and resource.type in rule.tokens:
                told += run.check(rule, resource)
    run.complete(resources)
    for rule in run.stack_rules():
        told += run.check_stack(rule)
    return run, [(report.rule_id, report.message) for report in told]


def allowed(**fields):
    return exemption("queues-wrong", **{"resource": "wrong", **fields})


@pytest.fixture(autouse=True)
def _known_rule(monkeypatch):
    monkeypatch.setattr("policies.registry.rule_ids", lambda: frozenset({"queues-wrong"}))


def test_a_finding_is_told_with_its_fix():
    _, told = run_over(queue("wrong"))
    assert told == [("queues-wrong", "has a wrong name\nfix: mend it")]


@pytest.mark.parametrize(("name", "level"), [("prod", Level.MANDATORY), ("dev", Level.ADVISORY)])
def test_the_root_component_names_the_environment(name, level):
    run, _ = run_over(environment(name), queue("wrong"))
    assert run.level(WRONG) is level


def test_the_root_component_goes_before_the_configuration():
    run = Run((WRONG,), configured_environment="prod")
    run.see(environment("dev"))
    assert run.environment == "dev"


def test_the_configuration_names_the_environment_where_nothing_else_does():
    assert Run((WRONG,), configured_environment="dev").level(WRONG) is Level.ADVISORY


def test_no_name_of_an_environment_is_strict():
    assert Run((WRONG,)).level(WRONG) is Level.MANDATORY


def test_a_set_level_goes_before_the_table():
    run, _ = run_over(environment("prod"), levels={"queues-wrong": Level.ADVISORY})
    assert run.level(WRONG) is Level.ADVISORY


def test_an_exempted_finding_is_not_told_but_kept():
    run, told = run_over(environment(exemptions=[allowed()]), queue("wrong"))
    assert told == []
    ((_, finding, by),) = run.exempted.values()
    assert (finding.message, by.owner, by.matched) == ("has a wrong name", "web-team", 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"resource": "wrong"},
        {"resource": queue("wrong").urn},
        {"resource": None, "glob": "wr*"},
    ],
    ids=["name", "URN", "glob"],
)
def test_an_exemption_names_its_resources(fields):
    _, told = run_over(environment(exemptions=[allowed(**fields)]), queue("wrong"))
    assert told == []


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"resource": "wr*"}, "exemption-unused"),
        ({"resource": "wrong-too"}, "exemption-unused"),
        ({"until": "2026-11-20"}, "exemption-expired"),
        ({"reason": ""}, "exemption-invalid"),
    ],
    ids=["a star is no glob here", "another name", "expired", "no reason"],
)
def test_an_exemption_that_does_not_hold_lets_nothing_stand(fields, why):
    _, told = run_over(environment(exemptions=[allowed(**fields)]), queue("wrong"))
    assert [rule for rule, _ in told] == ["queues-wrong", why]


def test_an_exemption_holds_on_its_last_day():
    _, told = run_over(environment(exemptions=[allowed(until="2026-11-21")]), queue("wrong"))
    assert told == []


def test_an_exemption_in_code_holds_for_what_is_below():
    top = component("top", exempt=[exemption("queues-wrong")])
    inner = component("inner", parent=top)
    _, told = run_over(top, inner, queue("wrong-a", parent=inner), queue("wrong-b"))
    assert [rule for rule, _ in told] == ["queues-wrong"]


def test_an_exemption_in_code_can_be_narrowed():
    top = component("top", exempt=[exemption("queues-wrong", "wrong-a")])
    run, _ = run_over(top, queue("wrong-a", parent=top), queue("wrong-b", parent=top))
    assert [finding.resource.name for _, finding in run.findings.values()] == ["wrong-b"]


def test_nothing_is_called_unused_whose_rule_did_not_run():
    _, told = run_over(
        environment(exemptions=[allowed()]),
        queue("right"),
        levels={"queues-wrong": Level.DISABLED},
    )
    assert told == []


def test_nothing_is_called_unused_that_stayed_undecided():
    _, told = run_over(environment(exemptions=[allowed()]), queue("wrong", name=UNKNOWN))
    assert told == []


def test_nothing_is_called_unused_for_resources_that_were_not_analysed():
    run = Run((WRONG, *OWN), today=TODAY)
    root = environment(exemptions=[allowed()])
    run.see(root)
    run.complete([root, queue("wrong")])
    assert [told for rule in run.stack_rules() for told in run.check_stack(rule)] == []


def test_undecided_checks_are_one_line():
    run, told = run_over(queue("a", name=UNKNOWN), queue("b", name=UNKNOWN))
    summary = run.summary()
    assert told == []
    assert summary is not None
    assert summary.level is Level.ADVISORY
    assert summary.message == (
        "2 checks undecided at preview: 2 values are known only after creation (a.name, b.name)"
    )


def test_what_creation_decides_is_counted_apart_from_what_says_too_little():
    def unclear(target: Queue):
        target.text("name")
        yield Open(target.resource, "name", "is odd")

    rules = (Rule("queues-unclear", card(), unclear),)
    run, _ = run_over(queue("a", name=UNKNOWN), queue("b"), queue("c"), rules=rules)
    summary = run.summary()
    assert summary is not None
    assert " ".join(summary.message.split()) == (
        "3 checks undecided at preview: 1 value is known only after creation, "
        "2 values do not say enough (a.name, b.name, c.name)"
    )


def test_exemptions_in_force_are_always_said():
    summary = run_over(
        environment(exemptions=[allowed(), allowed(until="2026-11-22")]), queue("wrong")
    )[0].summary()
    assert summary is not None
    assert summary.message == (
        "2 exemptions in force, the first ends in 1 day (queues-wrong for wrong)"
    )


def test_there_is_no_summary_of_nothing():
    assert run_over(queue("right"))[0].summary() is None


def broken(target: Queue):
    yield Finding(target, "first", "was found before")
    raise KeyError("oops")


def test_a_rule_that_fails_itself_is_told_as_mandatory_and_hides_nothing():
    rule = Rule("queues-broken", card(Severity.LOW), broken)
    run = Run((rule, WRONG), today=TODAY)
    run.see(queue("wrong"))
    reports = run.check(rule, queue("wrong")) + run.check(WRONG, queue("wrong"))
    assert [(report.rule_id, report.level, report.message) for report in reports] == [
        ("queues-broken", Level.ADVISORY, "was found before\nfix: mend it"),
        (
            "queues-broken",
            Level.MANDATORY,
            "defect of rule queues-broken at wrong: KeyError: 'oops'",
        ),
        ("queues-wrong", Level.MANDATORY, "has a wrong name\nfix: mend it"),
    ]


def whole(stack: Stack):
    for resource in stack:
        yield Open(resource, "name")
        yield Finding(resource, "all", "is there")


def early_rule():
    rule = Rule("queues-early", card(), whole)

    @rule.before_registration
    def early(resource, stack):
        yield Finding(resource, "all", f"is number {len(stack)}")

    return rule


@pytest.mark.parametrize(
    ("phase", "told"),
    [("update", ["is number 1\nfix: mend it"]), ("preview", []), ("analyze", [])],
)
def test_checks_before_registration_are_made_in_updates_only(phase, told):
    run = Run((early_rule(),), phase=phase)
    run.see(queue("a"))
    assert [report.message for report in run.check_before(run.rules[0], queue("a"))] == told


def test_what_was_told_before_registration_is_not_told_again_at_the_end():
    run = Run((early_rule(),), phase="update")
    run.see(queue("a"))
    run.check_before(run.rules[0], queue("a"))
    run.complete([queue("a")])
    assert run.check_stack(run.rules[0]) == []
    assert len(run.findings) == 1


def test_over_a_whole_stack_one_open_place_does_not_end_the_check():
    run = Run((early_rule(),))
    run.complete([queue("a"), queue("b")])
    assert len(run.check_stack(run.rules[0])) == 2
    assert len(run.undecided) == 2
