import pytest

from policies.text import WIDTH, fitted, some

LONG = " ".join(["word"] * 20)
CASES = [
    ("short", "fits\nfix: do it", "fits\nfix: do it"),
    ("spaces that line things up", "  a starts b    here", "  a starts b    here"),
    ("a long line", LONG, " ".join(["word"] * 18) + "\n  word word"),
    ("a long fix", f"fix: {LONG}", "fix: " + " ".join(["word"] * 17) + "\n     word word word"),
    ("a long item", f"  - {LONG}", "  - " + " ".join(["word"] * 17) + "\n    word word word"),
    ("a word that fits nowhere", "x" * 120, "x" * 120),
    ("spaces alone", " " * 120, ""),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("name", "text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_fitted(name, text, expected):
    assert fitted(text) == expected


def test_no_line_of_words_is_wider_than_the_page():
    text = "\n".join(f"{' ' * n}{LONG} {'x' * n}" for n in range(30))
    assert max(map(len, fitted(text).split("\n"))) <= WIDTH


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("", ""),
        ("a", "a"),
        ("abc", "a, b, c"),
        ("abcd", "a, b, c, d"),
        ("abcde", "a, b, c and 2 more"),
    ],
)
def test_a_long_list_is_cut_where_that_makes_it_shorter(names, said):
    assert some(names) == said
