"""Whatever stands in a stack file: it is planned, or refused in the one error for people."""

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from components.catalog import ROOT
from components.errors import ConfigError
from components.stackfile import Known, plan
from policies.names import rule_ids

ODD = [
    *(None, 7, -1, 0, 10**9, 1.5, True, "", "x", "{", "GET /hello", "10.0.0.0/8"),
    *("${", "${site.url}", "${nope.x}", "${stack:a/b/c.d}", "arn:aws:sqs:eu-west-1:123456789012:q"),
    *([], {}, ["a"], [None], [{}], {"a": 1}, {"kind": "x"}, {"kind": None}, {"": 1}, {1: 2}),
]
ROUNDS = 150
"""More find more: 10,000 and more are for a search by hand."""


def catalog() -> tuple[dict[str, Any], Known]:
    file = yaml.safe_load((ROOT.parent / "stacks/Pulumi.catalog.yaml").read_text())["config"]
    values, secrets = {"region": file["aws:region"]}, []
    for key, value in file.items():
        namespace, _, name = key.partition(":")
        if namespace == "palisade":
            hidden = isinstance(value, dict) and "secure" in value
            secrets += [name] if hidden else []
            values |= {} if hidden else {name: value}
    return values, Known(rule_ids(), ("catalog",), secrets)


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in inside:
        yield (*above, key)
        if isinstance(inner, (dict, list)):
            yield from places(inner, (*above, key))


def spoil(values: Any, chance: random.Random) -> None:
    """Something in it is another value, is gone, or stands there twice under a slip of its name."""
    *way, last = chance.choice(list(places(values)))
    holder = values
    for step in way:
        holder = holder[step]
    what = chance.random()
    if what < 0.6:
        holder[last] = copy.deepcopy(chance.choice(ODD))
    elif what < 0.75:
        del holder[last]
    elif isinstance(holder, dict):
        holder[f"{last}z"] = copy.deepcopy(holder[last])
    else:
        holder.append(copy.deepcopy(chance.choice(holder)))


@pytest.mark.parametrize("faults", [1, 2, 4])
def test_any_faults_end_in_the_one_error_or_in_none(faults):
    chance = random.Random(faults)
    whole, known = catalog()
    refused = 0
    for _ in range(ROUNDS):
        name = chance.choice(list(whole["architectures"]))
        alone = {**whole, "architectures": {name: whole["architectures"][name]}}
        values = copy.deepcopy(alone)
        for _ in range(faults):
            spoil(values, chance)
        try:
            plan(values, known)
        except ConfigError as error:
            refused += "nothing was registered" in str(error)
    assert refused > ROUNDS / 2
