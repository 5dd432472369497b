"""The flat program is the components' program without the components, and nothing less."""

from functools import cache

import pulumi
import pytest

from benchmarks import units
from benchmarks.capture import capture
from benchmarks.flat import source
from tests.support.recorder import deploy


@cache
def flat(unit, *, grouped):
    namespace = {}
    exec(compile(source(capture(unit), grouped=grouped), "flat.py", "exec"), namespace)
    return deploy(lambda: namespace["unit"]("one"))


@cache
def ours(unit):
    def program():
        opts = pulumi.ResourceOptions(parent=units.Root())
        units.UNITS[unit]("one", opts)

    return deploy(program)


def resources(deployed):
    """(type, name) → inputs and the names of what they depend on."""
    return {
        (found.type, found.name): (
            said(found.inputs),
            {urn.rpartition("::")[2] for urn in found.dependencies},
        )
        for found in deployed.resources
        if found.custom and found.type.startswith("aws:")
    }


def said(value):
    """Without what is null: the flat program leaves it out."""
    if isinstance(value, dict):
        return {key: said(item) for key, item in value.items() if item is not None}
    return [said(item) for item in value] if isinstance(value, list) else value


def components(deployed):
    return sorted(
        (found.type, found.name)
        for found in deployed.resources
        if found.type.startswith("palisade:")
    )


@pytest.mark.parametrize("unit", sorted(units.UNITS))
@pytest.mark.parametrize("grouped", [False, True], ids=["flat", "grouped"])
def test_same_resources_inputs_and_dependencies(unit, grouped):
    expected = resources(ours(unit))
    assert expected
    assert resources(flat(unit, grouped=grouped)) == expected


@pytest.mark.parametrize("unit", sorted(units.UNITS))
def test_grouped_has_the_same_components_and_flat_has_none(unit):
    assert components(flat(unit, grouped=True)) == components(ours(unit)) != []
    assert components(flat(unit, grouped=False)) == []
