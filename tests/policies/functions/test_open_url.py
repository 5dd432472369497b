import pytest

from policies.core import UNKNOWN
from policies.rules.functions.open_url import open_url
from tests.support.builders import resource
from tests.support.findings import run_rule


def url(kind):
    return [resource("aws:lambda/functionUrl:FunctionUrl", "url", authorizationType=kind)]


CASES = [
    ("nothing there", [], []),
    ("IAM", url("AWS_IAM"), []),
    ("open", url("NONE"), ["authorizationType is NONE"]),
    ("unknown", url(UNKNOWN), ["undecided: authorizationType is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_open_url(name, resources, expected):
    assert run_rule(open_url, resources) == expected
