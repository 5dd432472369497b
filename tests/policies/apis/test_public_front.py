import pytest

from policies.core import UNKNOWN
from policies.rules.apis.public_front import public_front
from tests.support.findings import run_rule
from tests.support.fronts import attachment, balancer, endpoint, front

OPEN = ["is not internal and leads to endpoint"]

CASES = [
    ("nothing there", [], []),
    ("internal", front(), []),
    ("on the internet", front(balancer(internal=False)), OPEN),
    ("default", front(balancer(internal=None)), OPEN),
    ("targets taken from the endpoint", front(
        balancer(internal=False),
        endpoint(subnetConfigurations=None),
        attachment(targetId=endpoint(subnetConfigurations=None)),
    ), OPEN),
    ("in front of something else", front(balancer(internal=False), attachment(targetId="10.0.9.9")),
     []),
    ("unknown", front(balancer(internal=UNKNOWN)),
     ["undecided: internal is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_public_front(name, resources, expected):
    assert run_rule(public_front, resources) == expected
