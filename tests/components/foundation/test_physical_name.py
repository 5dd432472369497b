"""Names that AWS takes, however long the names in the program are."""

import pytest

from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs
from components.foundation.load_balancer import LoadBalancer, LoadBalancerArgs
from components.foundation.network import ExistingNetwork, Network, NetworkArgs
from components.foundation.physical_name import fitting
from components.foundation.security_group import SecurityGroup, SecurityGroupArgs
from tests.support.recorder import deploy

LONG = "a-name-of-thirty-characters-xy"
HANDLER = "handlers.apis.cors.http.handler"
NETWORK = ExistingNetwork(vpc_id="vpc-1", subnet_ids=("subnet-1", "subnet-2"), cidr="10.9.0.0/16")


def test_a_name_with_room_for_what_pulumi_appends_stays():
    assert fitting("a" * 24, 32) == "a" * 24


def test_a_longer_name_keeps_its_start_and_leaves_pulumi_its_room():
    short = fitting("a" * 25, 32)
    assert (len(short), short[:17]) == (24, "a" * 17)


def test_names_that_differ_at_their_end_only_stay_different():
    assert fitting(f"{LONG}-alb", 32) != fitting(f"{LONG}-nlb", 32)


def test_no_two_hyphens_meet_where_a_name_is_cut():
    assert "--" not in fitting("sixteen-letters--and-more", 32)


def test_a_start_that_aws_keeps_for_itself_is_not_the_start():
    assert fitting("internal-api", 32, reserved="internal-") == "x-internal-api"


def _balancer(name):
    network = Network("net", NetworkArgs(network=NETWORK))
    LoadBalancer(name, LoadBalancerArgs(kind="network", network=network))


def _function(name):
    route = "customers-_customer_id-orders-_order_id-items-_item_id-parts-_part_id"
    function = Function(name, FunctionArgs(handler=HANDLER))
    function.allow(f"{name}-get-{route}", "apigateway.amazonaws.com", "arn:aws:execute-api:::a/*")


@pytest.mark.parametrize(
    ("build", "name", "type_", "longest"),
    [
        (_balancer, f"{LONG}-backend", "lb/loadBalancer:LoadBalancer", 32),
        (_function, f"{LONG}-{LONG}", "lambda/function:Function", 64),
        (_function, f"{LONG}-{LONG}", "iam/role:Role", 64),
        (_function, f"{LONG}-{LONG}", "lambda/permission:Permission", 100),
    ],
)
def test_blocks_leave_pulumi_its_room(build, name, type_, longest):
    (found,) = deploy(lambda: build(name)).of(type_)
    assert len(found) <= longest - len("-0123456")


def test_a_balancer_and_a_group_may_have_names_that_aws_reserves():
    def build():
        _balancer("internal-api")
        SecurityGroup("sg-api", SecurityGroupArgs(vpc_id="vpc-1", description="Test"))

    deployed = deploy(build)
    assert list(deployed.of("lb/loadBalancer:LoadBalancer")) == ["x-internal-api"]
    assert "x-sg-api" in deployed.of("ec2/securityGroup:SecurityGroup")
