import pytest

from policies.flow.overlap import Overlap, iam
from policies.flow.pattern import fact, overlaps, parse

YES, MAYBE, NO = Overlap.YES, Overlap.MAYBE, Overlap.NO

ORDERS = {"source": ["orders"]}
CASES = [
    ("nothing asked", {}, ORDERS, YES),
    ("same source", ORDERS, {"source": ["orders", "bills"]}, YES),
    ("other source", ORDERS, {"source": ["bills"]}, NO),
    ("prefix", ORDERS, {"source": [{"prefix": "ord"}]}, YES),
    ("other prefix", ORDERS, {"source": [{"prefix": "aws."}]}, NO),
    ("suffix", {"source": [{"prefix": "my."}]}, {"source": [{"suffix": ".app"}]}, YES),
    ("anything but it", ORDERS, {"source": [{"anything-but": ["orders"]}]}, NO),
    ("anything but others", ORDERS, {"source": [{"anything-but": "bills"}]}, YES),
    (
        "anything but a prefix of it",
        ORDERS,
        {"source": [{"anything-but": {"prefix": "or"}}]},
        NO,
    ),
    ("ignoring case", ORDERS, {"source": [{"equals-ignore-case": "ORDERS"}]}, YES),
    ("wildcard", ORDERS, {"source": [{"wildcard": "o*s"}]}, YES),
    ("wildcard of another", ORDERS, {"source": [{"wildcard": "b*s"}]}, NO),
    ("absent", ORDERS, {"source": [{"exists": False}]}, NO),
    ("present", ORDERS, {"source": [{"exists": True}]}, YES),
    ("another field", ORDERS, {"detail-type": ["Paid"]}, YES),
    ("numbers meet", {"x": [{"numeric": [">", 5]}]}, {"x": [{"numeric": ["<", 9]}]}, YES),
    ("numbers miss, unless it is a list", {"x": [{"numeric": [">", 5]}]}, {"x": [3]}, MAYBE),
    ("a number is no text", {"version": [0]}, {"version": ["0"]}, NO),
    ("true is not one", {"version": [True]}, {"version": [1]}, NO),
    (
        "a list in the detail can match both",
        {"detail": {"state": ["new"]}},
        {"detail": {"state": ["done"]}},
        MAYBE,
    ),
    (
        "one of two alternatives",
        {"$or": [{"source": ["bills"]}, {"source": ["orders"], "region": ["eu-west-1"]}]},
        ORDERS,
        YES,
    ),
    (
        "none of two alternatives",
        {"$or": [{"source": ["bills"]}, {"source": ["stock"]}]},
        ORDERS,
        NO,
    ),
    (
        "an alternative that something else rules out",
        {"$or": [{"source": ["orders"]}, {"source": ["stock"]}], "region": ["eu-west-1"]},
        {**ORDERS, "region": ["us-east-1"]},
        NO,
    ),
    ("an operator nobody knows", ORDERS, {"source": [{"sounds-like": "orders"}]}, MAYBE),
    ("an address range", ORDERS, {"source": [{"cidr": "10.0.0.0/8"}]}, MAYBE),
    ("an empty list matches nothing", ORDERS, {"source": []}, NO),
]


@pytest.mark.parametrize(("name", "one", "other", "expected"), CASES, ids=[c[0] for c in CASES])
def test_overlap_of_two_patterns(name, one, other, expected):
    assert overlaps([parse(one), parse(other)]) is expected
    assert overlaps([parse(other), parse(one)]) is expected


def test_three_patterns_that_meet_in_pairs_only_do_not_meet():
    pairs = [{"source": ["a", "b"]}, {"source": ["b", "c"]}, {"source": ["c", "a"]}]
    assert overlaps([parse(pair) for pair in pairs]) is NO


def test_a_field_known_to_hold_one_value_is_no_list():
    known = fact({("detail", "object", "key"): [iam("out/*")]})
    wanted = parse({"detail": {"object": {"key": [{"prefix": "in/"}]}}})
    assert overlaps([known, wanted]) is NO


@pytest.mark.parametrize("text", ["", "[]", "nonsense", '{"source": "orders"}', "[" * 100_000])
def test_what_is_no_pattern_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        parse(text)


def test_a_text_is_read_like_the_mapping_it_holds():
    assert overlaps([parse('{"source": ["orders"]}'), parse({"source": ["bills"]})]) is NO
