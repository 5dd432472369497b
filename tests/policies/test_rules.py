"""What holds for every rule, whoever wrote it."""

import re

import pytest

from policies.core import Rule, rule_id
from policies.registry import RULES, all_rules, rule_ids
from tests.support.cases import cases_of, module_of

pytestmark = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)


def test_the_id_is_the_path_of_the_file(rule: Rule):
    module = rule.check.__module__
    assert rule.id == rule_id(module)
    assert (RULES.parent.parent / f"{module.replace('.', '/')}.py").is_file()
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", rule.id)
    assert len(rule.id) <= 100


def test_the_card_is_filled(rule: Rule):
    card = rule.card
    assert 0 < len(card.title) <= 60
    assert not card.title.endswith(".")
    assert card.why.endswith(".")
    assert card.fix.endswith(".")
    assert "\n" not in card.fix
    assert card.title.rstrip(".") not in card.why
    assert card.source


def test_it_looks_at_something(rule: Rule):
    assert rule.tokens or rule.needs_stack


def test_every_setting_has_a_schema_a_default_and_a_description(rule: Rule):
    for schema in rule.card.settings.values():
        assert {"type", "default", "description"} <= set(schema)


def test_it_has_cases_of_fault_pass_and_unknown(rule: Rule):
    cases = cases_of(rule)
    names = [name for name, _, _ in cases]
    assert len(set(names)) == len(names)
    assert any(expected for _, _, expected in cases)
    assert any(not expected for _, _, expected in cases)
    assert any("unknown" in name for name in names)


def test_its_cases_are_run(rule: Rule):
    module = module_of(rule)
    assert module is not None
    assert any(name.startswith("test_") for name in vars(module))


def test_the_id_is_its_own(rule: Rule):
    assert len(rule_ids()) == len(all_rules())
