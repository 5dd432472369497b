"""What holds for every rule, whoever wrote it."""

import re
from collections.abc import Callable

from policies.core import Rule, rule_id
from policies.registry import RULES, all_rules, rule_ids
from tests.support.cases import cases_of, module_of


def failing(holds: Callable[[Rule], bool]) -> list[str]:
    return [rule.id for rule in all_rules() if not holds(rule)]


def test_the_id_is_the_path_of_the_file():
    def holds(rule: Rule) -> bool:
        module = rule.check.__module__
        file = RULES.parent.parent / f"{module.replace('.', '/')}.py"
        return rule.id == rule_id(module) and file.is_file()

    assert failing(holds) == []


def test_the_id_is_a_short_name():
    name = re.compile(r"[a-z]+(-[a-z0-9]+)+")
    assert failing(lambda rule: bool(name.fullmatch(rule.id)) and len(rule.id) <= 100) == []


def test_the_ids_differ():
    assert len(rule_ids()) == len(all_rules())


def test_the_title_is_a_short_phrase():
    def holds(rule: Rule) -> bool:
        title = rule.card.title
        return 0 < len(title) <= 60 and not title.endswith(".")

    assert failing(holds) == []


def test_reason_and_fix_are_sentences():
    def holds(rule: Rule) -> bool:
        card = rule.card
        return card.why.endswith(".") and card.fix.endswith(".") and "\n" not in card.fix

    assert failing(holds) == []


def test_the_reason_does_not_repeat_the_title():
    assert failing(lambda rule: rule.card.title not in rule.card.why) == []


def test_the_source_is_named():
    assert failing(lambda rule: bool(rule.card.source)) == []


def test_each_looks_at_something():
    assert failing(lambda rule: bool(rule.tokens or rule.needs_stack)) == []


def test_every_setting_has_a_schema_a_default_and_a_description():
    def holds(rule: Rule) -> bool:
        wanted = {"type", "default", "description"}
        return all(wanted <= set(schema) for schema in rule.card.settings.values())

    assert failing(holds) == []


def test_cases_have_names_of_their_own():
    def holds(rule: Rule) -> bool:
        names = [name for name, _, _ in cases_of(rule)]
        return len(set(names)) == len(names)

    assert failing(holds) == []


def test_there_are_cases_of_fault_pass_and_unknown():
    def holds(rule: Rule) -> bool:
        cases = cases_of(rule)
        return (
            any(expected for _, _, expected in cases)
            and any(not expected for _, _, expected in cases)
            and any("unknown" in name for name, _, _ in cases)
        )

    assert failing(holds) == []


def test_cases_are_run():
    def holds(rule: Rule) -> bool:
        module = module_of(rule)
        return module is not None and any(name.startswith("test_") for name in vars(module))

    assert failing(holds) == []
