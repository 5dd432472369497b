"""What a stack remembers for all rules, and verdicts on one place among several."""

import pytest

from policies.core import Finding, Open, decided
from policies.view import Resource, Stack, Undecided, View

QUEUE, POLICY = "aws:sqs/queue:Queue", "aws:sqs/queuePolicy:QueuePolicy"


class Queue(View):
    token = QUEUE


class QueuePolicy(View):
    token = POLICY


def made(type_, name, parent="", behind=None, **properties):
    return Resource(f"urn:{name}", type_, name, properties, parent, (), behind or {})


def test_what_is_worked_out_once_is_worked_out_anew_after_a_resource_was_added():
    asked = []

    def size(stack, more=0):
        asked.append(more)
        return len(stack) + more

    stack = Stack([made(QUEUE, "a")])
    assert [stack.once(size), stack.once(size), stack.once(size, 5), stack.once(size, more=5)] == [
        1,
        1,
        6,
        6,
    ]
    assert asked == [0, 5, 5]
    stack.add(made(QUEUE, "b"))
    assert stack.once(size) == 2


def test_what_raises_is_asked_again():
    def fails(stack):
        raise LookupError(len(stack))

    stack = Stack([])
    for _ in range(2):
        with pytest.raises(LookupError):
            stack.once(fails)


def test_naming_is_follow_all_backwards():
    stack = Stack(
        [
            made(QUEUE, "a", url="https://a"),
            made(QUEUE, "b", url="https://b"),
            made(POLICY, "literal", queueUrl="https://a"),
            made(POLICY, "recorded", behind={"queueUrl": ("urn:a", "urn:b", "urn:a")}),
            made(POLICY, "other", queueUrl="https://elsewhere"),
        ]
    )
    names = {
        queue.name: [found.name for found in stack.naming(QueuePolicy, "queueUrl", queue)]
        for queue in stack.of(Queue)
    }
    assert names == {"a": ["literal", "recorded"], "b": ["recorded"]}


def test_children_move_with_a_resource_that_gives_way_to_another():
    stack = Stack([made(QUEUE, "a", parent="urn:one"), made(QUEUE, "b", parent="urn:one")])
    stack.add(made(QUEUE, "a", parent="urn:two"))
    assert [child.name for child in stack.children("urn:one")] == ["b"]
    assert [child.name for child in stack.children("urn:two")] == ["a"]
    assert list(stack.children("urn:three")) == []


def test_what_was_found_before_an_unknown_value_still_counts():
    resource = made(QUEUE, "a")

    def check():
        yield Finding(resource, "first", "is wrong")
        raise Undecided(resource, "url", "is odd")

    finding, unknown = decided(check())
    assert isinstance(finding, Finding)
    assert finding.key == "first"
    assert unknown == Open(resource, "url", "is odd")
