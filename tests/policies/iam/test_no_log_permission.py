import pytest

from policies.core import UNKNOWN
from policies.rules.iam.no_log_permission import no_log_permission
from tests.support.builders import (
    allow,
    arn,
    component,
    function,
    grant,
    policy_text,
    resource,
    role,
    role_policy,
)
from tests.support.findings import run_rule

WORKER = role("worker-role")
WORK = function("worker", name="worker", role=WORKER)
BOTH = ["logs:CreateLogStream", "logs:PutLogEvents"]
OWN = arn("logs", "log-group:/aws/lambda/worker:*")
OTHERS = arn("logs", "log-group:/aws/lambda/mailer:*")
NONE = "its role worker-role does not allow logs:CreateLogStream and logs:PutLogEvents"
GROUP = resource("aws:cloudwatch/logGroup:LogGroup", "logs")
IN_GROUP = function("worker", role=WORKER, loggingConfig={"logGroup": GROUP})


def policy(*statements, of=WORK):
    return [WORKER, of, role_policy("p", WORKER, policy_text(*statements))]


def attached(policy_arn):
    kind = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    return [WORKER, WORK, resource(kind, "a", role=WORKER, policyArn=policy_arn)]


def granted(node, actions=BOTH):
    around = component("block", grants=[{**grant(actions, paths=[":*"]), **node}])
    own = function("worker", role=WORKER, parent=around)
    return [around, WORKER, own, role_policy("p", WORKER, UNKNOWN, parent=around)]


CASES = [
    ("no function", [WORKER], []),
    ("no policy", [WORKER, WORK], [NONE]),
    ("its own group", policy(allow(BOTH, OWN)), []),
    ("its own group, in two statements", policy(allow(BOTH[0], OWN), allow(BOTH[1], OWN)), []),
    ("every group", policy(allow(BOTH)), []),
    ("every group of the account", policy(allow(BOTH, arn("logs", "*"))), []),
    ("all groups of functions", policy(allow(BOTH, arn("logs", "log-group:/aws/lambda/*"))), []),
    (
        "half of it",
        policy(allow(BOTH[1], OWN)),
        ["its role worker-role does not allow logs:CreateLogStream"],
    ),
    (
        "another's group",
        policy(allow(BOTH, OTHERS)),
        [f"{NONE} on /aws/lambda/worker, only on {OTHERS}"],
    ),
    (
        "the group it would have without its setting",
        policy(
            allow(BOTH, OWN),
            of=function(
                "worker", name="worker", role=WORKER, loggingConfig={"logGroup": "/shop/all"}
            ),
        ),
        [f"{NONE} on /shop/all, only on {OWN}"],
    ),
    (
        "AWS's policy",
        attached("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"),
        [],
    ),
    (
        "AWS's policy for something else",
        attached("arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"),
        [NONE],
    ),
    (
        "a policy made elsewhere",
        attached("arn:aws:iam::123456789012:policy/base"),
        ["undecided: policyArn names a policy made elsewhere"],
    ),
    (
        "a role made elsewhere",
        [function("worker", role="arn:aws:iam::123456789012:role/base")],
        ["undecided: role is made elsewhere"],
    ),
    ("granted on itself", granted({"nodes": ["self"], "resources": ["self"]}), []),
    (
        "granted something else",
        granted({"nodes": ["self"], "resources": ["self"]}, "logs:DescribeLogStreams"),
        [NONE],
    ),
    (
        "the name of its group unknown",
        [
            GROUP,
            WORKER,
            IN_GROUP,
            role_policy("p", WORKER, {"Statement": allow(BOTH, OWN)}),
        ],
        ["undecided: policy.Statement[0].Resource is not known at preview"],
    ),
    (
        "unknown",
        [WORKER, WORK, role_policy("p", WORKER, UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_no_log_permission(name, resources, expected):
    assert run_rule(no_log_permission, resources) == expected
