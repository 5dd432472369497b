import pytest

from policies.core import UNKNOWN
from policies.rules.network.unasked_consumer import unasked_consumer
from tests.support.builders import resource
from tests.support.findings import run_rule


def service(**props):
    return [resource("aws:ec2/vpcEndpointService:VpcEndpointService", "service", **props)]


CASES = [
    ("nothing there", [], []),
    ("required", service(acceptanceRequired=True), []),
    ("left out", service(), []),
    ("not required", service(acceptanceRequired=False), ["acceptanceRequired is false"]),
    ("unknown", service(acceptanceRequired=UNKNOWN),
     ["undecided: acceptanceRequired is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unasked_consumer(name, resources, expected):
    assert run_rule(unasked_consumer, resources) == expected
