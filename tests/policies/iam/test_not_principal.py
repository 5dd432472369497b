import pytest

from policies.core import UNKNOWN
from policies.rules.iam.not_principal import not_principal
from tests.support.builders import allow, arn, policy_text, queue, resource
from tests.support.findings import run_rule

JOBS = queue("jobs")
ROOT = "arn:aws:iam::123456789012:root"


def access(text):
    return [JOBS, resource("aws:sqs/queuePolicy:QueuePolicy", "access", queueUrl=JOBS, policy=text)]


def written(**rest):
    return access(policy_text(allow("sqs:SendMessage", arn("sqs", "jobs"), **rest)))


CASES = [
    ("no policy", [JOBS], []),
    ("named principals", written(Principal={"AWS": ROOT}), []),
    (
        "all but one",
        written(NotPrincipal={"AWS": ROOT}),
        [f"policy, statement 1 lets everybody in but {ROOT}"],
    ),
    ("all but one denied", written(NotPrincipal={"AWS": ROOT}, Effect="Deny"), []),
    ("unknown", access(UNKNOWN), ["undecided: policy is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_not_principal(name, resources, expected):
    assert run_rule(not_principal, resources) == expected
