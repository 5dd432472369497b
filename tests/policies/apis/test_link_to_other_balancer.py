import pytest

from policies.core import UNKNOWN
from policies.rules.apis.link_to_other_balancer import link_to_other_balancer
from tests.support.findings import run_rule
from tests.support.vpc_links import ALB_ARN, NLB_ARN, V2, balancer, v1

NLB, ALB = balancer(), balancer("application")

CASES = [
    ("nothing there", [], []),
    ("an ALB", [ALB, v1(ALB)], ["targetArn is front, an application load balancer"]),
    (
        "the default, an ALB",
        [balancer(None), v1(balancer(None))],
        ["targetArn is front, an application load balancer"],
    ),
    ("an ALB by ARN", [v1(ALB_ARN)], [f"targetArn is {ALB_ARN}"]),
    ("an NLB", [NLB, v1(NLB)], []),
    ("an NLB by ARN", [v1(NLB_ARN)], []),
    ("a V2 link", [ALB, V2], []),
    ("unknown", [v1(UNKNOWN)], ["undecided: targetArn is not known at preview"]),
    (
        "kind unknown",
        [balancer(UNKNOWN), v1(balancer(UNKNOWN))],
        ["undecided: loadBalancerType is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_link_to_other_balancer(name, resources, expected):
    assert run_rule(link_to_other_balancer, resources) == expected
