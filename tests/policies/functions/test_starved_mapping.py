import pytest

from policies.core import UNKNOWN
from policies.rules.functions.starved_mapping import starved_mapping
from tests.support.builders import arn, function, mapping, queue
from tests.support.findings import run_rule

JOBS = queue("jobs")


def fed(reserved, most=None, source=JOBS, **props):
    worker = function("worker", reservedConcurrentExecutions=reserved)
    scaling = {"scalingConfig": {"maximumConcurrency": most}} if most is not None else {}
    return [JOBS, worker, mapping("m", source=source, target=worker, **scaling, **props)]


CASES = [
    ("nothing there", [], []),
    ("no reservation", fed(None, 50), []),
    ("more than reserved", fed(5, 10), ["hands out up to 10 batches at once, worker runs 5"]),
    ("as much as reserved", fed(10, 10), []),
    ("no maximum", fed(2), ["begins with 5 batches at once, worker runs 2"]),
    ("no maximum, enough reserved", fed(5), []),
    ("a stream goes shard by shard", fed(1, source=arn("kinesis", "stream/s")), []),
    ("switched off", fed(5, 10, enabled=False), []),
    ("a function that never runs is another rule's", fed(0, 10), []),
    (
        "a function of another stack",
        [JOBS, mapping("m", source=JOBS, target=arn("lambda", "f"))],
        [],
    ),
    (
        "reservation unknown",
        fed(UNKNOWN, 10),
        ["undecided: reservedConcurrentExecutions is not known at preview"],
    ),
    (
        "maximum unknown",
        fed(5, UNKNOWN),
        ["undecided: scalingConfig.maximumConcurrency is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_starved_mapping(name, resources, expected):
    assert run_rule(starved_mapping, resources) == expected
