"""What a loop in words offers to break it."""

import pytest

from policies.flow.loops import Loop
from policies.flow.message import ways_out
from policies.flow.model import Edge, Evidence, Node, Place
from policies.flow.services import TYPES
from policies.view import Resource

KINDS = sorted({type_.kind for type_ in TYPES.values()} | {"calls"})
VERBS = (
    "may x:Do to",
    "starts",
    "delivers to",
    "sends failed events to",
    "gives up on messages to",
)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_hop_can_be_taken_out(kind, verb):
    source, target = (
        Node(Place(one, one, name), label=label)
        for one, name, label in (("topic", "from", ""), (kind, "into", "part"))
    )
    holder = Resource("urn:holder", "aws:x", "holder", {})
    hop = Edge(source, target, verb, Evidence(holder, "prop"))
    (way,) = set(ways_out(Loop((hop,), frozenset(), ()))[:1])
    assert "holder" in way or "userIdentity" in way
