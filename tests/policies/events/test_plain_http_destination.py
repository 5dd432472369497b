import pytest

from policies.core import UNKNOWN
from policies.rules.events.plain_http_destination import plain_http_destination
from tests.support.builders import resource
from tests.support.findings import run_rule


def destination(address):
    return [
        resource(
            "aws:cloudwatch/eventApiDestination:EventApiDestination",
            "d",
            invocationEndpoint=address,
        )
    ]


CASES = [
    ("nothing there", [], []),
    ("HTTPS", destination("https://example.com/hook"), []),
    ("HTTP", destination("http://example.com/hook?key=x"), ["sends to http://example.com/hook"]),
    ("a name that begins so", destination("https://http.example.com"), []),
    (
        "unknown",
        destination(UNKNOWN),
        ["undecided: invocationEndpoint is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_plain_http_destination(name, resources, expected):
    assert run_rule(plain_http_destination, resources) == expected
