"""Rounds and figures: what runs when, and what is read off it. No time is measured here."""

import pytest

from benchmarks.measure import Figure, Outcome, paired

SAMPLES = {
    "none": [{"wall s": 1.0}, {"wall s": 2.0}, {"wall s": 4.0}],
    "idle": [{"wall s": 2.0}, {"wall s": 4.0}, {"wall s": 8.0}],
    "full": [{"wall s": 3.0}, {"wall s": 5.0}, {"wall s": 20.0}],
}


def outcome():
    return Outcome(samples=SAMPLES)


def test_rounds_take_the_variants_in_turn_after_one_that_is_not_counted():
    order = []

    def run(name):
        def once():
            order.append(name)
            return {"runs n": len(order)}

        return once

    samples = paired({"a": run("a"), "b": run("b")}, 2, lambda _: None)
    assert order == ["a", "b", "a", "b", "a", "b"]
    assert samples == {"a": [{"runs n": 3}, {"runs n": 5}], "b": [{"runs n": 4}, {"runs n": 6}]}


def test_a_ratio_is_taken_round_by_round():
    found = outcome()
    found.ratio("full", "idle", "wall s", goal=1.2)
    # 1.5, 1.25 and 2.5: not the ratio of the medians, which is 5 / 4.
    assert found.figures == [Figure("full / idle: wall", "x", 1.5, 1.25, 2.5, 1.2)]


def test_a_difference_is_taken_round_by_round():
    found = outcome()
    found.added("idle", "none", "wall s")
    assert found.figures == [Figure("idle - none: wall", "s", 2.0, 1.0, 4.0)]


def test_what_two_variants_add_is_compared_by_their_medians():
    found = outcome()
    found.added_ratio("full", "idle", "none", "wall s")
    # Added by full: 2, 3, 16; by idle: 1, 2, 4.
    assert found.figures == [Figure("added by full / by idle: wall", "x", 1.5, 1.5, 4.0)]


def test_nothing_added_gives_no_ratio_and_a_note():
    found = outcome()
    found.added_ratio("full", "none", "none", "wall s")
    assert (found.figures, found.notes) == ([], ["none added nothing to none: no ratio for full"])


@pytest.mark.parametrize(
    ("variants", "labels"),
    [((), ["none: wall", "idle: wall", "full: wall"]), (("full",), ["full: wall"])],
    ids=["all", "one"],
)
def test_a_figure_for_each_variant(variants, labels):
    found = outcome()
    found.each("wall s", *variants)
    assert [figure.label for figure in found.figures] == labels
