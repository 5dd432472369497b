"""If an event matches two patterns, they overlap: checked against another matcher (moto's)."""

from hypothesis import given, settings
from hypothesis import strategies as st
from moto.events.models import EventPattern

from policies.flow.overlap import Overlap
from policies.flow.pattern import overlaps, parse

TEXT = st.text(alphabet="ab*A", max_size=3)
# Without 0 and 1: to the other matcher, which is Python's `==`, they are false and true.
NUMBER = st.sampled_from([-2, 2, 3, 4])
SCALAR = TEXT | NUMBER | st.booleans() | st.none()
SIGNS = st.sampled_from(["<", "<=", "=", ">=", ">"])
OPERATOR = st.one_of(
    st.builds(lambda t: {"prefix": t}, TEXT),
    st.builds(lambda t: {"suffix": t}, TEXT),
    st.builds(lambda t: {"wildcard": t}, TEXT),
    st.builds(lambda t: {"equals-ignore-case": t}, TEXT),
    st.builds(lambda t: {"prefix": {"equals-ignore-case": t}}, TEXT),
    st.builds(lambda ts: {"anything-but": ts}, st.lists(TEXT | NUMBER, min_size=1, max_size=3)),
    st.builds(lambda t: {"anything-but": {"prefix": t}}, TEXT),
    st.builds(lambda t: {"anything-but": {"suffix": t}}, TEXT),
    st.builds(lambda s, n: {"numeric": [s, n]}, SIGNS, NUMBER),
    st.builds(lambda a, b: {"numeric": [">", a, "<=", b]}, NUMBER, NUMBER),
    st.builds(lambda b: {"exists": b}, st.booleans()),
)
MATCHERS = st.lists(SCALAR | OPERATOR, min_size=1, max_size=3)
DETAIL = st.dictionaries(st.sampled_from(["x", "y"]), MATCHERS, min_size=1)
SIMPLE = st.fixed_dictionaries({}, optional={"source": MATCHERS, "detail": DETAIL})
PATTERN = SIMPLE | st.builds(
    lambda base, options: {**base, "$or": options}, SIMPLE, st.lists(SIMPLE, min_size=2, max_size=3)
)
EVENT = st.fixed_dictionaries(
    {},
    optional={
        "source": SCALAR,
        "detail": st.dictionaries(
            st.sampled_from(["x", "y"]), SCALAR | st.lists(SCALAR, max_size=3), max_size=2
        ),
    },
)


def matches(pattern, event):
    return EventPattern(None, pattern).matches_event(event)


@settings(max_examples=150, deadline=None)
@given(PATTERN, PATTERN, st.lists(EVENT, min_size=1, max_size=8))
def test_an_event_that_matches_both_proves_that_they_overlap(one, other, events):
    for event in events:
        if matches(one, event) and matches(other, event):
            assert overlaps([parse(one), parse(other)]) is not Overlap.NO, event


@settings(max_examples=60, deadline=None)
@given(PATTERN)
def test_a_pattern_overlaps_with_itself_as_much_as_alone(pattern):
    alone = overlaps([parse(pattern)])
    assert (overlaps([parse(pattern), parse(pattern)]) is Overlap.NO) == (alone is Overlap.NO)


@settings(max_examples=60, deadline=None)
@given(PATTERN, PATTERN)
def test_the_order_of_patterns_does_not_matter(one, other):
    assert overlaps([parse(one), parse(other)]) is overlaps([parse(other), parse(one)])
