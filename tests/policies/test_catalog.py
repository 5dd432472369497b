"""The whole catalog environment through both servers, as a preview shows it."""

import json
from dataclasses import replace

import pytest
import yaml

from components.environment import Environment
from policies.registry import all_rules, rule_ids
from policies.testing import check
from policies.values import plain
from policies.view import Resource
from tests.support.engine import ROOT
from tests.support.recorder import deploy, policies_view

SPOILED = {"retentionInDays", "xrayTracingEnabled", "redrivePolicy", "deadLetterConfig"}
"""Left out everywhere, so that there are findings to compare."""


def catalog() -> list[Resource]:
    file = yaml.safe_load((ROOT / "stacks/Pulumi.catalog.yaml").read_text())["config"]
    secrets = {key: "stand-in" for key, value in file.items() if "secure" in value}
    config = {
        key: value if isinstance(value, str) else json.dumps(value, default=str)
        for key, value in file.items()
        if key not in secrets
    }
    deployed = deploy(
        lambda: Environment.from_config(rule_ids()),
        preview=True,
        config=config,
        secrets=secrets,
        stack="catalog",
    )
    return list(policies_view(deployed))


def spoiled(item: Resource) -> Resource:
    # pulumi_policy hands secrets over without their mark, so all of them go without.
    properties = {key: plain(value) for key, value in item.properties.items()}
    kept = {key: value for key, value in properties.items() if key not in SPOILED}
    return replace(item, properties=kept)


@pytest.mark.large
def test_both_servers_say_the_same_of_the_catalog():
    resources = [spoiled(item) for item in catalog()]
    found = check(resources, all_rules(), environment="dev")  # raises where the two differ
    assert len(resources) > 500
    assert set(found.rules) >= {
        "apis-no-tracing",
        "logging-no-retention",
        "messaging-missing-dead-letter",
    }
