import pytest

from policies.core import UNKNOWN
from policies.rules.apis.link_to_share import link_to_share
from tests.support.findings import run_rule
from tests.support.private_backends import A, B, group, link, subnet
from tests.support.vpc_links import NLB_ARN, balancer, v1

C = subnet("c")
GROUP = group("link-group")
OTHER = link("other")
SAME = ["has its subnets and groups in common with link"]
FRONT = balancer()
SECOND = v1(FRONT)
FIRST = type(SECOND)(
    urn=SECOND.urn.replace("::v1", "::first"),
    type=SECOND.type,
    name="first",
    properties=SECOND.properties,
    property_dependencies=SECOND.property_dependencies,
)

CASES = [
    ("nothing there", [], []),
    ("one link", [A, B, GROUP, link()], []),
    ("the same again", [A, B, GROUP, link(), OTHER], SAME),
    ("in another order", [A, B, GROUP, link(), link("other", subnetIds=[B, A])], SAME),
    (
        "of ids",
        [
            link(subnetIds=["subnet-1", "subnet-2"], securityGroupIds=["sg-1"]),
            link("other", subnetIds=["subnet-2", "subnet-1"], securityGroupIds=["sg-1"]),
        ],
        SAME,
    ),
    ("other subnets", [A, B, C, GROUP, link(), link("other", subnetIds=[A, C])], []),
    (
        "a group of its own: it reaches something else",
        [A, B, GROUP, group("mine"), link(), link("other", securityGroupIds=[group("mine")])],
        [],
    ),
    ("two V1 links on one balancer", [FRONT, FIRST, SECOND],
     ["has its balancer in common with first"]),
    ("one V1 link", [FRONT, SECOND], []),
    ("a balancer of elsewhere", [v1(NLB_ARN)], []),
    (
        "unknown",
        [A, B, GROUP, link(), link("other", subnetIds=UNKNOWN)],
        ["undecided: subnetIds is not known at preview"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_link_to_share(name, resources, expected):
    assert run_rule(link_to_share, resources) == expected
