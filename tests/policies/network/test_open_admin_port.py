import pytest

from policies.core import UNKNOWN
from policies.rules.network.open_admin_port import open_admin_port
from tests.support.builders import resource
from tests.support.findings import run_rule

ALL = "0.0.0.0/0"


def ingress(first, last=None, protocol="tcp", **props):
    given = {"fromPort": first, "toPort": last or first, "ipProtocol": protocol, "cidrIpv4": ALL}
    type_ = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    return resource(type_, "in", **{**given, **props})


def old(kind="ingress"):
    given = {"type": kind, "protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": [ALL]}
    return resource("aws:ec2/securityGroupRule:SecurityGroupRule", "in", **given)


def group(*inline):
    return resource("aws:ec2/securityGroup:SecurityGroup", "group", ingress=list(inline))


INLINE = {"protocol": "tcp", "fromPort": 3389, "toPort": 3389, "ipv6CidrBlocks": ["::/0"]}
SSH = ["lets every address in for SSH"]
CASES = [
    ("nothing there", [], []),
    ("SSH", [ingress(22)], SSH),
    ("SSH, in the old form", [old()], SSH),
    ("inline, IPv6", [group(INLINE)], ["lets every address in for RDP"]),
    ("databases", [ingress(3300, 5500)],
     ["lets every address in for MySQL and RDP and PostgreSQL"]),
    ("everything", [ingress(None, protocol="-1")], ["lets every address in at every port"]),
    ("all ports", [ingress(0, 65535)], ["lets every address in at every port"]),
    ("a web server", [ingress(443)], []),
    ("datagrams", [ingress(22, protocol="udp")], []),
    ("a range", [ingress(22, cidrIpv4="10.0.0.0/8")], []),
    ("a prefix list", [ingress(22, cidrIpv4=None, prefixListId="pl-1")], []),
    ("the way out", [old("egress")], []),
    ("unknown address", [ingress(22, cidrIpv4=UNKNOWN)],
     ["undecided: cidrIpv4 is not known at preview"]),
    ("unknown port", [ingress(UNKNOWN, 30)],
     ["undecided: fromPort is not known at preview"]),
    ("unknown port of a range", [ingress(UNKNOWN, 30, cidrIpv4="10.0.0.0/8")], []),
    ("unknown rules", [resource("aws:ec2/securityGroup:SecurityGroup", "g", ingress=UNKNOWN)],
     ["undecided: ingress is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_open_admin_port(name, resources, expected):
    assert run_rule(open_admin_port, resources) == expected
