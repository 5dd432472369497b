import pytest

from policies.core import UNKNOWN
from policies.rules.network.link_target_closed import link_target_closed
from tests.support.builders import resource
from tests.support.findings import run_rule
from tests.support.fronts import attachment, forward, group, targets
from tests.support.vpc_links import balancer, v1

TASKS, OF_NLB = group("tasks"), group("nlb-group")
NLB, GROUP = balancer("network", "nlb"), targets(port=80)


def listener(of=NLB):
    actions = forward(GROUP)
    return resource("aws:lb/listener:Listener", "port", loadBalancerArn=of, defaultActions=actions)


def opened(port=80, **props):
    given = {"ipProtocol": "tcp", "fromPort": port, "toPort": port, **props}
    type_ = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    return resource(type_, "in", securityGroupId=TASKS, **given)


def service(port=8080, groups=(TASKS,)):
    place = {"securityGroups": list(groups)}
    given = [{"targetGroupArn": GROUP, "containerPort": port}]
    return resource(
        "aws:ecs/service:Service", "orders", networkConfiguration=place, loadBalancers=given
    )


def instance(**props):
    return resource("aws:ec2/instance:Instance", "vm", vpcSecurityGroupIds=[TASKS], **props)


def behind(*others, nlb=NLB):
    return [OF_NLB, TASKS, nlb, v1(nlb), GROUP, listener(nlb), *others]


GROUPED = balancer("network", "nlb", securityGroups=[OF_NLB])
BARE = "lets nothing in from nlb, which has no security groups, on port "
BY_RANGE, BY_GROUP = {"cidrIpv4": "10.0.0.0/16"}, {"referencedSecurityGroupId": OF_NLB}
CASES = [
    ("nothing there", [], []),
    ("no targets", behind(), []),
    ("a range", behind(service(), opened(8080, **BY_RANGE)), []),
    ("no rule", behind(service()), [f"{BARE}8080"]),
    ("another port", behind(service(), opened(80, **BY_RANGE)), [f"{BARE}8080"]),
    ("a group that the balancer has not", behind(service(), opened(8080, **BY_GROUP)),
     [f"{BARE}8080"]),
    ("a group that it has", behind(service(), opened(8080, **BY_GROUP), nlb=GROUPED), []),
    ("another group", behind(service(), opened(8080, referencedSecurityGroupId=TASKS), nlb=GROUPED),
     ["lets nothing in from nlb on port 8080"]),
    ("an instance", behind(instance(), attachment(targetId=instance())), [f"{BARE}80"]),
    ("an instance's own port", behind(instance(), attachment(targetId=instance(), port=81)),
     [f"{BARE}81"]),
    ("an address", behind(attachment()), []),
    ("no link", [TASKS, NLB, GROUP, listener(), service()], []),
    ("a group of elsewhere", behind(service(groups=[TASKS, "sg-9"])), [
        "undecided: networkConfiguration.securityGroups names a security group of another stack"]),
    ("an unknown port", behind(service(UNKNOWN)),
     ["undecided: loadBalancers[0].containerPort is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_link_target_closed(name, resources, expected):
    assert run_rule(link_target_closed, resources) == expected
