"""The quick first look sees every loop that the exact flow has, whatever comes last."""

import random

import pytest

from policies.flow.graph import Flow
from policies.flow.growing import Growing
from policies.flow.loops import loops_of
from policies.view import Resource, Stack
from tests.policies.flow import (
    test_api_services,
    test_first_services,
    test_more_services,
    test_wider_services,
)
from tests.support.builders import queue
from tests.support.program import Program

CASES = (
    *test_first_services.CASES,
    *test_more_services.CASES,
    *test_api_services.CASES,
    *test_wider_services.CASES,
    *test_wider_services.KAFKA,
)
PROGRAMS = [case[0] for case in CASES]


def inputs(resource):
    """What the engine shows before registration: no outputs, no dependencies."""
    kept = {k: v for k, v in resource.properties.items() if k != "arn"}
    if resource.type.endswith((":EventTarget", ":StreamConsumer")):
        kept = dict(resource.properties)
    return Resource(resource.urn, resource.type, resource.name, kept, resource.parent)


@pytest.mark.parametrize("write", PROGRAMS, ids=lambda write: write.__name__)
def test_no_loop_comes_unnoticed(write):
    program = Program(known=True)
    write(program)
    roles_first = [r for r in program.resources if r.type.endswith(":Role")]
    rest = [r for r in program.resources if r not in roles_first]
    for seed in range(4):
        random.Random(seed).shuffle(rest)
        notice(roles_first + rest)


def notice(resources):
    stack = Stack(complete=False)
    growing = Growing(stack)
    before = set()
    for resource in map(inputs, resources):
        stack.add(resource)
        suspects = growing.add(resource)
        after = {loop.key for loop in loops_of(Flow(stack), registering=True) if loop.certain}
        assert suspects or after <= before
        before = after


def test_what_leads_nowhere_is_no_suspect():
    program = Program(known=True)
    jobs, done = program.queue("jobs"), program.queue("done")
    program.starts(jobs, program.function("worker", program.may("sqs:SendMessage", done)))
    stack = Stack(complete=False)
    growing = Growing(stack)
    for resource in map(inputs, [*program.resources, queue("other")]):
        stack.add(resource)
        assert not growing.add(resource)
