import pytest

from policies.core import UNKNOWN
from policies.rules.network.no_flow_log import no_flow_log
from tests.support.builders import resource
from tests.support.findings import run_rule
from tests.support.private_backends import VPC, A

SAID = ["has no flow log"]


def log(**props):
    return resource("aws:ec2/flowLog:FlowLog", "log", trafficType="ALL", **props)


CASES = [
    ("nothing there", [], []),
    ("no log", [VPC], SAID),
    ("a log", [VPC, log(vpcId=VPC)], []),
    ("a log of a subnet", [VPC, A, log(subnetId=A)], []),
    ("a log of another VPC", [VPC, log(vpcId="vpc-9")], SAID),
    ("a VPC of elsewhere", [log(vpcId="vpc-9")], []),
    ("unknown", [VPC, log(vpcId=UNKNOWN)], ["undecided: vpcId is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_no_flow_log(name, resources, expected):
    assert run_rule(no_flow_log, resources) == expected
