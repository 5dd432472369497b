import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.flow.overlap import (
    ANYTHING,
    Overlap,
    iam,
    literal,
    overlap,
    prefix,
    suffix,
    wildcard,
)

YES, MAYBE, NO = Overlap.YES, Overlap.MAYBE, Overlap.NO

CASES = [
    ("nothing asked", [ANYTHING], [], YES),
    ("same literal", [literal("a"), literal("a")], [], YES),
    ("other literal", [literal("a"), literal("b")], [], NO),
    ("literal in a prefix", [literal("in/a.jpg"), prefix("in/")], [], YES),
    ("literal outside a prefix", [literal("out/a.jpg"), prefix("in/")], [], NO),
    ("one prefix inside the other", [prefix("in/"), prefix("in/new/")], [], YES),
    ("prefixes side by side", [prefix("in/"), prefix("out/")], [], NO),
    ("a prefix and a suffix", [prefix("in/"), suffix(".jpg")], [], YES),
    ("suffixes side by side", [suffix(".jpg"), suffix(".png")], [], NO),
    ("a suffix too long for a literal", [literal("jpg"), suffix(".jpg")], [], NO),
    ("stars in the middle", [iam("a*b*c"), iam("a*d*c")], [], YES),
    ("middles in another order", [iam("*ab*"), literal("xbax")], [], NO),
    ("question mark", [iam("in/?"), literal("in/1")], [], YES),
    ("question mark is one character", [iam("in/?"), literal("in/12")], [], NO),
    ("a policy variable may be anything", [iam("${aws:userid}/x"), literal("bob/x")], [], YES),
    (
        "a prefix in one case leaves the other case",
        [iam("?a"), literal("aa", fold=True)],
        [prefix("a")],
        MAYBE,
    ),
    ("an escaped star is a star", [iam("a${*}"), literal("ab")], [], NO),
    ("wildcard escape", [wildcard("a\\*"), literal("a*")], [], YES),
    ("wildcard escape is no star", [wildcard("a\\*"), literal("ab")], [], NO),
    ("case ignored", [literal("ORDERS", fold=True), literal("Orders")], [], YES),
    ("case ignored in a prefix", [prefix("IN/", fold=True), prefix("in/a")], [], YES),
    ("excluded literal", [literal("a")], [literal("a")], NO),
    ("excluded prefix around", [prefix("in/new/")], [prefix("in/")], NO),
    ("excluded prefix inside", [prefix("in/")], [prefix("in/new/")], YES),
    ("excluded suffix around", [prefix("in/"), suffix(".jpg")], [suffix("g")], NO),
    ("an excluded literal leaves the rest", [prefix("in/")], [literal("in/")], YES),
    ("excluded everything", [ANYTHING], [ANYTHING], NO),
    ("three that meet in pairs", [prefix("a"), suffix("b"), iam("*x*")], [], YES),
]


@pytest.mark.parametrize(
    ("name", "globs", "excluded", "expected"), CASES, ids=[c[0] for c in CASES]
)
def test_overlap(name, globs, excluded, expected):
    assert overlap(globs, excluded) is expected


@pytest.mark.parametrize(
    ("name", "globs", "excluded", "expected"), CASES, ids=[c[0] for c in CASES]
)
def test_the_order_of_patterns_does_not_matter(name, globs, excluded, expected):
    assert {overlap(order, excluded) for order in itertools.permutations(globs)} == {expected}


def globs_over(alphabet):
    text = st.text(alphabet=alphabet, max_size=4)
    return st.one_of(
        st.builds(literal, text),
        st.builds(prefix, text),
        st.builds(suffix, text),
        st.builds(iam, text),
        st.builds(wildcard, text),
        st.builds(lambda t: literal(t, fold=True), text),
        st.builds(lambda t: prefix(t, fold=True), text),
    )


GLOB = globs_over("ab*?")
ALL_TEXTS = [
    "".join(letters) for size in range(5) for letters in itertools.product("abA", repeat=size)
]


@settings(max_examples=300, deadline=None)
@given(st.lists(GLOB, min_size=1, max_size=3), st.lists(GLOB, max_size=2))
def test_no_is_a_proof(globs, excluded):
    fitting = [
        text
        for text in ALL_TEXTS
        if all(g.matches(text) for g in globs) and not any(x.matches(text) for x in excluded)
    ]
    assert not fitting or overlap(globs, excluded) is not NO


@settings(max_examples=300, deadline=None)
@given(globs_over("ab*"), globs_over("ab*"))
def test_two_patterns_of_one_case_never_stay_undecided(one, other):
    assert overlap([one, other]) is not MAYBE
